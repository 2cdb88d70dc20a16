// Exports the rows of a run in the format of COPY, one file for each document and table. The floor writes the same rows.
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Columns by table. */
export const tables = {
  schemas: 'hash, body',
  definitions: 'id, version_id, position, name, name_key, schema_hash, body',
  actions: 'id, version_id, position, name, method, template, operation_id, body',
  triggers: 'id, version_id, position, name, method, operation_id, body',
};

export type ExportedTable = keyof typeof tables;

export const tableNames = Object.keys(tables) as readonly ExportedTable[];

type Row = { readonly [column: string]: unknown };

/** An ended import whose rows are exported. */
export interface EndedImport {
  readonly document: { readonly file: string; readonly bytes: number };
  readonly versionId: string | undefined;
  readonly status: string;
}

/** The work of the floor for one document. */
export interface FloorWork {
  readonly file: string;
  readonly bytes: number;
  /** Path of the exported files, without the table name. */
  readonly prefix: string;
  /** Number of rows by table. */
  readonly counts: { readonly [Table in ExportedTable]: number };
  readonly version: Row;
  readonly connector: Row & { readonly organisation_id: string };
}

/** Writes the rows, and `work.json` with one entry for each succeeded import, in the order of the imports. */
export async function exportRows(databaseUrl: string, ended: readonly EndedImport[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // The first of several documents with the same schema wrote it.
    await client.query(`
      create temp table owner as select schema_hash, min(version_id) as version_id from definitions group by schema_hash;
      create index on owner (version_id)`);
    const work: FloorWork[] = [];
    for (const { document, versionId, status } of ended) {
      if (status !== 'succeeded' || versionId === undefined) continue;
      work.push(await exportVersion(client, document, versionId, folder));
    }
    const order = new Map(ended.map(({ document }, index) => [document.file, index]));
    work.sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0));
    writeFileSync(path.join(folder, 'work.json'), JSON.stringify(work));
  } finally {
    await client.end();
  }
}

async function exportVersion(
  client: pg.Client,
  document: EndedImport['document'],
  versionId: string,
  folder: string,
): Promise<FloorWork> {
  const counts = await countRows(client, versionId);
  const prefix = path.join(folder, versionId);
  for (const table of tableNames) if (counts[table] > 0) await exportTable(client, table, versionId, prefix);
  const version = await readRow(client, 'connector_versions', versionId);
  const connector = await readRow(client, 'connectors', String(version['connector_id']));
  const organisation = String(connector['organisation_id']);
  const { file, bytes } = document;
  return { file, bytes, prefix, counts, version, connector: { ...connector, organisation_id: organisation } };
}

async function readRow(client: pg.Client, table: string, id: string): Promise<Row> {
  const { rows } = await client.query<Row>(`select * from ${table} where id = $1`, [id]);
  const [row] = rows;
  if (row === undefined) throw new Error(`${table} has no row ${id}`);
  return row;
}

async function countRows(client: pg.Client, versionId: string): Promise<FloorWork['counts']> {
  const { rows } = await client.query<FloorWork['counts']>(
    `select (select count(*) from owner where version_id = $1)::int as schemas,
            (select count(*) from definitions where version_id = $1)::int as definitions,
            (select count(*) from actions where version_id = $1)::int as actions,
            (select count(*) from triggers where version_id = $1)::int as triggers`,
    [versionId],
  );
  return rows[0] ?? { schemas: 0, definitions: 0, actions: 0, triggers: 0 };
}

async function exportTable(client: pg.Client, table: ExportedTable, versionId: string, prefix: string): Promise<void> {
  const source =
    table === 'schemas'
      ? `select s.hash, s.body from owner o join schemas s on s.hash = o.schema_hash where o.version_id = '${versionId}' order by 1`
      : `select ${tables[table]} from ${table} where version_id = '${versionId}' order by position`;
  await pipeline(
    client.query(copyTo(`copy (${source}) to stdout with (format binary)`)),
    createWriteStream(`${prefix}.${table}`),
  );
}
