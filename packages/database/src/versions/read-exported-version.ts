import type { Database } from '../postgres/database.ts';
import type { StoredText } from '../texts/stored-text.ts';
import { findExtras } from './hashed-texts.ts';

/** The rows of a version, in the order in which an OpenAPI document is made of them. Bodies and extras are JSON text. */
export interface ExportedRows {
  /** `{}` for a version without extras. */
  readonly extras: string;
  /** Actions with the same template are adjacent; apart from that, in document order. */
  readonly actions: AsyncIterable<{ readonly template: string; readonly body: string }>;
  readonly triggers: readonly string[];
  readonly definitions: AsyncIterable<{ readonly name: string; readonly schema: string }>;
  readonly definitionNames: readonly string[];
}

/** A draft was changed or deleted while its rows were read, or before. */
export class VersionChangedError extends Error {
  override readonly name = 'VersionChangedError';
}

/** Rows per query, so that memory does not grow with the version. */
const batchSize = 500;

/**
 * Reads a version for its export. Actions and definitions are read in batches, while they are iterated: holding a snapshot for the time of
 * a slow download would keep a connection. Published versions do not change. When a draft is changed meanwhile, its definitions, which are
 * read last, end with an error, so that no export mixes two states.
 * @throws VersionChangedError for a version that was deleted.
 */
export async function readExportedVersion(database: Database, versionId: string): Promise<ExportedRows> {
  const { pool } = database;
  const state = await readState(database, versionId);
  if (state === undefined) throw new VersionChangedError(`the version ${versionId} was deleted before it was exported`);
  const extras = await findExtras(database, versionId);
  const triggers = await pool.query<{ body: string }>(
    'select body from triggers where version_id = $1 order by position',
    [versionId],
  );
  const names = await pool.query<{ name: string }>('select name from definitions where version_id = $1', [versionId]);
  return {
    extras: await wholeText(await extras?.read()),
    actions: streamActions(database, versionId),
    triggers: triggers.rows.map(({ body }) => body),
    definitions: unlessChanged(streamDefinitions(database, versionId), database, versionId, state),
    definitionNames: names.rows.map(({ name }) => name),
  };
}

async function wholeText(text: StoredText | undefined): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of text?.pieces() ?? []) pieces.push(piece);
  return pieces.length === 0 ? '{}' : Buffer.concat(pieces).toString();
}

/** Changes with every change of the version. */
async function readState({ pool }: Database, versionId: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ state: string }>(
    'select updated_at::text as state from connector_versions where id = $1',
    [versionId],
  );
  return rows[0]?.state;
}

async function* unlessChanged<Row>(
  rows: AsyncIterable<Row>,
  database: Database,
  versionId: string,
  state: string | undefined,
): AsyncGenerator<Row> {
  yield* rows;
  if ((await readState(database, versionId)) !== state)
    throw new VersionChangedError(`the version ${versionId} was changed while it was exported`);
}

interface ActionRow {
  readonly template: string;
  readonly body: string;
  readonly first: number;
  readonly position: number;
}

async function* streamActions({ pool }: Database, versionId: string): AsyncGenerator<ActionRow> {
  let last: Pick<ActionRow, 'first' | 'position'> = { first: -1, position: -1 };
  for (;;) {
    const { rows } = await pool.query<ActionRow>(
      `select template, body, first, position
         from (select first, position
                 from (select position, min(position) over (partition by template) as first
                         from actions where version_id = $1) as ordered
                where (first, position) > ($2::int, $3::int) order by first, position limit ${batchSize}) as batch
         join actions using (position) where version_id = $1 order by first, position`,
      [versionId, last.first, last.position],
    );
    yield* rows;
    const next = rows.at(-1);
    if (next === undefined || rows.length < batchSize) return;
    last = next;
  }
}

async function* streamDefinitions({ pool }: Database, versionId: string) {
  for (let position = -1; ; ) {
    const { rows } = await pool.query<{ name: string; schema: string; position: number }>(
      `select d.name, s.body as schema, d.position from definitions d join schemas s on s.hash = d.schema_hash
        where d.version_id = $1 and d.position > $2 order by d.position limit ${batchSize}`,
      [versionId, position],
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return;
    position = last.position;
  }
}

/** The size of a version, and of its largest part, in bytes, without reading its content. */
export async function readVersionSize(
  { pool }: Database,
  versionId: string,
): Promise<{ readonly bytes: number; readonly largestBytes: number }> {
  const { rows } = await pool.query<{ bytes: number; largestBytes: number }>(
    `select coalesce(sum(bytes), 0)::float8 as bytes, coalesce(max(bytes), 0)::float8 as "largestBytes"
       from (select octet_length(body) as bytes from actions where version_id = $1
             union all select octet_length(body) from triggers where version_id = $1
             union all select octet_length(s.body) from definitions d join schemas s on s.hash = d.schema_hash
                        where d.version_id = $1
             union all select octet_length(s.body) from connector_versions v join schemas s on s.hash = v.extras_hash
                        where v.id = $1) as parts`,
    [versionId],
  );
  return rows[0] ?? { bytes: 0, largestBytes: 0 };
}
