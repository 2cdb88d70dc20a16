import type { Database } from '../postgres/database.ts';
import { escapeLike } from '../postgres/escape-like.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';

export type EntityKind = 'actions' | 'triggers' | 'definitions';

/** An action, trigger or definition. `body` is JSON text with `schemaBasePlaceholder` for the base URL of the version's schemas. */
export interface EntityRecord {
  readonly position: number;
  readonly name: string;
  readonly body: string;
}

/** Bodies per query when a whole version is streamed, and their bytes. The first body is always read. */
const streamBatch = 500;
const streamBatchBytes = 1024 * 1024;

/** Bytes of the bodies of a page. It ends sooner than asked for when they are larger; the first body is always part of it. */
export const maxPageBytes = 8 * 1024 * 1024;

/** In document order. `name` filters by substring, ignoring case. */
export async function listEntities(
  database: Database,
  kind: EntityKind,
  filter: { versionId: string; name?: string },
  request: PageRequest,
): Promise<Page<EntityRecord>> {
  const like = filter.name === undefined ? '%' : `%${escapeLike(filter.name)}%`;
  const page = await readPage<EntityRecord | UnreadEntity>(request, {
    count: async () => {
      const { rows } = await database.pool.query<{ count: number }>(
        `select count(*)::int as count from ${kind} where version_id = $1 and name ilike $2`,
        [filter.versionId, like],
      );
      return rows[0]?.count ?? 0;
    },
    read: ({ cursor, backwards, limit }) =>
      readEntities(database, kind, {
        versionId: filter.versionId,
        like,
        cursor,
        backwards,
        limit,
        maxBytes: maxPageBytes,
      }),
    fits: ({ body }) => body !== null,
    cursorOf: (entity) => String(entity.position),
    cursorForm: /^\d{1,10}$/,
  });
  return { ...page, items: page.items.filter(isRead) };
}

interface EntitySlice {
  readonly versionId: string;
  readonly like: string;
  readonly cursor: string | undefined;
  readonly backwards: boolean;
  readonly limit: number;
  /** Bodies behind these bytes are not read. */
  readonly maxBytes: number;
}

/** An entity behind the bytes of a slice. */
interface UnreadEntity extends Omit<EntityRecord, 'body'> {
  readonly body: null;
}

async function readEntities(
  database: Database,
  kind: EntityKind,
  slice: EntitySlice,
): Promise<readonly (EntityRecord | UnreadEntity)[]> {
  const start = slice.backwards ? Number.MAX_SAFE_INTEGER : -1;
  const from = slice.cursor === undefined ? start : Number(slice.cursor);
  const order = slice.backwards ? 'desc' : 'asc';
  const { rows } = await database.pool.query<EntityRecord | UnreadEntity>(
    `select position, name, case when bytes_before < $5 then body end as body
       from (select position, name, body,
                    coalesce(sum(octet_length(body)) over (order by position ${order}
                             rows between unbounded preceding and 1 preceding), 0) as bytes_before
               from ${kind}
              where version_id = $1 and name ilike $2 and position ${slice.backwards ? '<' : '>'} $3::bigint
              order by position ${order} limit $4) as read
      order by position ${order}`,
    [slice.versionId, slice.like, from, slice.limit, slice.maxBytes],
  );
  return rows;
}

function isRead(entity: EntityRecord | UnreadEntity): entity is EntityRecord {
  return entity.body !== null;
}

/** Finds an entity by its exact name. */
export async function findEntity(
  database: Database,
  kind: EntityKind,
  versionId: string,
  name: string,
): Promise<EntityRecord | undefined> {
  const { rows } = await database.pool.query<EntityRecord>(
    `select position, name, body from ${kind} where version_id = $1 and name = $2`,
    [versionId, name],
  );
  return rows[0];
}

/** Streams all bodies of a version in document order, in batches, so that memory does not grow with the version. */
export async function* streamEntities(
  database: Database,
  kind: EntityKind,
  versionId: string,
): AsyncGenerator<readonly EntityRecord[], void, undefined> {
  let cursor: string | undefined;
  for (;;) {
    const batch = await readEntities(database, kind, {
      versionId,
      like: '%',
      cursor,
      backwards: false,
      limit: streamBatch,
      maxBytes: streamBatchBytes,
    });
    const read = batch.filter(isRead);
    if (read.length > 0) yield read;
    const last = read.at(-1);
    if (last === undefined || (batch.length < streamBatch && read.length === batch.length)) return;
    cursor = String(last.position);
  }
}

/** Finds the extras of a version, JSON text, and their hash in hexadecimal; undefined for a version without extras. */
export async function findExtras(
  database: Database,
  versionId: string,
): Promise<{ hash: string; body: string } | undefined> {
  const { rows } = await database.pool.query<{ hash: string; body: string }>(
    `select encode(s.hash, 'hex') as hash, s.body
       from connector_versions v join schemas s on s.hash = v.extras_hash where v.id = $1`,
    [versionId],
  );
  return rows[0];
}

/** Finds the JSON Schema of a definition, and its hash in hexadecimal, a strong HTTP validator. The name is matched ignoring case. */
export async function findSchema(
  database: Database,
  versionId: string,
  definitionName: string,
): Promise<{ hash: string; body: string } | undefined> {
  const { rows } = await database.pool.query<{ hash: string; body: string }>(
    `select encode(s.hash, 'hex') as hash, s.body
       from definitions d join schemas s on s.hash = d.schema_hash
      where d.version_id = $1 and d.name_key = $2`,
    [versionId, definitionName.toLowerCase()],
  );
  return rows[0];
}
