import type { Database } from '../postgres/database.ts';
import { escapeLike } from '../postgres/escape-like.ts';
import { fitsPage, type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { largeText, type StoredText, textInMemory, wholeTextBytes } from '../texts/stored-text.ts';

export type EntityKind = 'actions' | 'triggers' | 'definitions';

/** An action, trigger or definition. Its body is JSON text with `schemaBasePlaceholder` for the base URL of the version's schemas. */
export interface ListedEntity {
  readonly position: number;
  readonly name: string;
  /** Size of the body. */
  readonly bytes: number;
  /** Null unless the body was read with the list: see `streamBodies`. */
  readonly body: string | null;
}

/** Bodies per query when a whole version is streamed, and their bytes. */
const batchRows = 500;
const batchBytes = wholeTextBytes;

/** In document order. `name` filters by substring, ignoring case. Only the first bodies are read with the page. */
export async function listEntities(
  database: Database,
  kind: EntityKind,
  filter: { versionId: string; name?: string },
  request: PageRequest,
): Promise<Page<ListedEntity>> {
  const like = filter.name === undefined ? undefined : `%${escapeLike(filter.name)}%`;
  return readPage<ListedEntity>(request, {
    count: () => countEntities(database, kind, filter.versionId, like),
    read: ({ cursor, backwards, limit }) =>
      readEntities(database, kind, { versionId: filter.versionId, like, from: readFrom(cursor), backwards, limit }),
    fits: fitsPage((entity) => entity.bytes),
    cursorOf: (entity) => String(entity.position),
    cursorForm: /^\d{1,9}$/,
  });
}

function readFrom(cursor: string | undefined): number | undefined {
  return cursor === undefined ? undefined : Number(cursor);
}

/** Positions count from 0 without gaps, so the last one gives the number of all. */
async function countEntities(
  database: Database,
  kind: EntityKind,
  versionId: string,
  like: string | undefined,
): Promise<number> {
  const [row] = await (like === undefined
    ? database.sql.query<{ count: number }>(
        `select coalesce(max(position) + 1, 0) as count from ${kind} where version_id = $1`,
        [versionId],
      )
    : database.sql.query<{ count: number }>(
        `select count(*)::int as count from ${kind} where version_id = $1 and name ilike $2`,
        [versionId, like],
      ));
  return row?.count ?? 0;
}

interface EntitySlice {
  readonly versionId: string;
  /** Matches their names; undefined for all. */
  readonly like: string | undefined;
  /** Entities behind this position; undefined from the start, or from the end when backwards. */
  readonly from: number | undefined;
  readonly backwards: boolean;
  readonly limit: number;
}

async function readEntities(
  database: Database,
  kind: EntityKind,
  { versionId, like, from, backwards, limit }: EntitySlice,
): Promise<readonly ListedEntity[]> {
  const start = backwards ? Number.MAX_SAFE_INTEGER : -1;
  const order = backwards ? 'desc' : 'asc';
  return database.sql.query<ListedEntity>(
    `select position, name, bytes, case when bytes_before + bytes <= ${batchBytes} then body end as body
       from (select position, name, body, octet_length(body) as bytes,
                    coalesce(sum(octet_length(body)) over (order by position ${order}
                             rows between unbounded preceding and 1 preceding), 0) as bytes_before
               from ${kind}
              where version_id = $1 and position ${backwards ? '<' : '>'} $2::bigint ${like === undefined ? '' : 'and name ilike $4'}
              order by position ${order} limit $3) as read
      order by position ${order}`,
    [versionId, from ?? start, limit, ...(like === undefined ? [] : [like])],
  );
}

/** Streams the bodies of entities in their order. Reads those that are not read yet in batches; a large one is read by its reader. */
export async function* streamBodies(
  database: Database,
  kind: EntityKind,
  versionId: string,
  entities: readonly ListedEntity[],
): AsyncGenerator<StoredText, void, undefined> {
  const read = new Map<number, string>();
  for (const [index, { position, bytes, body }] of entities.entries()) {
    if (body !== null) yield textInMemory(body);
    else if (bytes > batchBytes) yield largeBody(database, kind, versionId, { position, bytes });
    else {
      if (!read.has(position)) await readBodies(database, kind, { versionId, entities: entities.slice(index) }, read);
      const text = read.get(position);
      if (text === undefined) throw new Error(`the version ${versionId} was changed while it was read`);
      read.delete(position);
      yield textInMemory(text);
    }
  }
}

function largeBody(
  database: Database,
  kind: EntityKind,
  versionId: string,
  { position, bytes }: Pick<ListedEntity, 'position' | 'bytes'>,
): StoredText {
  return largeText(database, bytes, {
    text: `select body as content from ${kind} where version_id = $1 and position = $2`,
    values: [versionId, position],
  });
}

/** Reads the next bodies that are not large, as many as a batch holds. */
async function readBodies(
  database: Database,
  kind: EntityKind,
  { versionId, entities }: { readonly versionId: string; readonly entities: readonly ListedEntity[] },
  read: Map<number, string>,
): Promise<void> {
  const positions: number[] = [];
  let sum = 0;
  for (const { position, bytes } of entities) {
    if (bytes > batchBytes) continue;
    sum += bytes;
    if (positions.length > 0 && sum > batchBytes) break;
    positions.push(position);
  }
  const rows = await database.sql.query<{ position: number; body: string }>(
    `select position, body from ${kind} where version_id = $1 and position = any ($2::int[])`,
    [versionId, positions],
  );
  for (const { position, body } of rows) read.set(position, body);
}

/** Streams all bodies of a version in document order, in batches, so that memory does not grow with the version. */
export async function* streamEntities(
  database: Database,
  kind: EntityKind,
  versionId: string,
): AsyncGenerator<StoredText, void, undefined> {
  let from: number | undefined;
  for (;;) {
    const batch = await readEntities(database, kind, {
      versionId,
      like: undefined,
      from,
      backwards: false,
      limit: batchRows,
    });
    // A large body is always the last of its batch, so that what lies behind it is read after it.
    const end = batch.findIndex(({ body }) => body === null);
    const read = end < 0 ? batch : batch.slice(0, Math.max(end, 1));
    for (const { body, position, bytes } of read)
      yield body === null ? largeBody(database, kind, versionId, { position, bytes }) : textInMemory(body);
    const last = read.at(-1);
    if (last === undefined || (batch.length < batchRows && read.length === batch.length)) return;
    from = last.position;
  }
}
