import { createRowCheck, versionColumns } from '@connectory/encoding';
import type { RowChunk, VersionSource, VersionTable } from '@connectory/lifecycle';
import { encodeByteaArray } from '../postgres/encode-bytea-array.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import type { WriteTransaction } from '../postgres/write-transaction.ts';

/**
 * Writes the rows of a version, with one COPY per table. Rows come from the process that read the document, which is not trusted, so each
 * is checked.
 * @param unknown the schemas that `findUnknownSchemas` returned.
 * @throws a violation of `schemasKey`, at the end of the transaction, when a concurrent import has stored some of them. Repeat it then.
 * @throws ForgedRowsError
 */
export async function writeVersionRows(
  tx: WriteTransaction,
  versionId: string,
  source: VersionSource,
  unknown: readonly string[],
): Promise<void> {
  const check = createRowCheck(versionId, unknown);
  for await (const { table, chunks } of groupByTable(source.rows(versionId, unknown), check))
    await tx.copyChunks(table, versionColumns[table], chunks);
}

interface TableRows {
  readonly table: VersionTable;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Groups adjacent chunks of a table. The chunks of a group must be consumed before the next group is asked for. */
async function* groupByTable(
  rows: AsyncIterable<RowChunk>,
  check: (chunk: RowChunk) => void,
): AsyncGenerator<TableRows, void, undefined> {
  const iterator = rows[Symbol.asyncIterator]();
  let next = await iterator.next();
  const chunksOf = async function* (table: VersionTable): AsyncGenerator<Uint8Array, void, undefined> {
    while (next.done !== true && next.value.table === table) {
      const chunk = next.value;
      check(chunk);
      // Asked for before this chunk is consumed, so that a consumer that stops early does not get it again.
      next = await iterator.next();
      yield chunk.bytes;
    }
  };
  try {
    while (next.done !== true) yield { table: next.value.table, chunks: chunksOf(next.value.table) };
  } finally {
    await iterator.return?.();
  }
}

export const schemasKey = 'schemas_pkey';

/**
 * Finds the schemas that are not stored yet, and locks the others against deletion. Rows are locked and written in the order of their hashes,
 * so that two imports cannot deadlock.
 * @param hashes SHA-256 of each schema, hexadecimal, ascending.
 */
export async function findUnknownSchemas(tx: SqlSession, hashes: readonly string[]): Promise<readonly string[]> {
  if (hashes.length === 0) return [];
  const keys = hashes.map((hash) => Buffer.from(hash, 'hex'));
  const stored = await tx.$queryRaw<{ hash: string }[]>`
    select encode(hash, 'hex') as hash from schemas
     where hash = any(${encodeByteaArray(keys)}::bytea[]) order by schemas.hash for key share`;
  const known = new Set(stored.map(({ hash }) => hash));
  return hashes.filter((hash) => !known.has(hash));
}
