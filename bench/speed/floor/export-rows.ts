// Keeps the rows of a run as COPY takes them, one file for each document and table: what the floor has to write.
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export const tables = {
  schemas: 'hash, body',
  definitions: 'id, version_id, position, name, name_key, schema_hash, body',
  actions: 'id, version_id, position, name, method, template, operation_id, body',
  triggers: 'id, version_id, position, name, method, operation_id, body',
};

export async function exportRows(databaseUrl, ended, folder) {
  mkdirSync(folder, { recursive: true });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // A schema that several documents share was written by one of them.
    await client.query(`
      create temp table owner as select schema_hash, min(version_id) as version_id from definitions group by schema_hash;
      create index on owner (version_id)`);
    const work = [];
    for (const { document, versionId, status } of ended) {
      if (status !== 'succeeded') continue;
      const counts = await countRows(client, versionId);
      const prefix = path.join(folder, versionId);
      for (const table of Object.keys(tables))
        if (counts[table] > 0) await exportTable(client, table, versionId, prefix);
      const [version] = (await client.query('select * from connector_versions where id = $1', [versionId])).rows;
      const [connector] = (await client.query('select * from connectors where id = $1', [version.connector_id])).rows;
      work.push({ file: document.file, bytes: document.bytes, prefix, counts, version, connector });
    }
    const order = new Map(ended.map(({ document }, index) => [document.file, index]));
    work.sort((a, b) => order.get(a.file) - order.get(b.file));
    writeFileSync(path.join(folder, 'work.json'), JSON.stringify(work));
    return work;
  } finally {
    await client.end();
  }
}

async function countRows(client, versionId) {
  const { rows } = await client.query(
    `select (select count(*) from owner where version_id = $1)::int as schemas,
            (select count(*) from definitions where version_id = $1)::int as definitions,
            (select count(*) from actions where version_id = $1)::int as actions,
            (select count(*) from triggers where version_id = $1)::int as triggers`,
    [versionId],
  );
  return rows[0];
}

async function exportTable(client, table, versionId, prefix) {
  const source =
    table === 'schemas'
      ? `select s.hash, s.body from owner o join schemas s on s.hash = o.schema_hash where o.version_id = '${versionId}' order by 1`
      : `select ${tables[table]} from ${table} where version_id = '${versionId}' order by position`;
  await pipeline(
    client.query(copyTo(`copy (${source}) to stdout with (format binary)`)),
    createWriteStream(`${prefix}.${table}`),
  );
}
