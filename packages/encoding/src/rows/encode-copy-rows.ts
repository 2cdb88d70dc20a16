/** One value of a row: `text` or `char`, `integer`, `bytea`, or NULL. */
export type CopyValue = string | number | Uint8Array | null;

export type CopyRow = readonly CopyValue[];

/** Size of a chunk: large enough that the overhead per chunk is negligible, and small in memory. */
const chunkBytes = 256 * 1024;

/** Size of the first chunk, which is the only one for most documents. */
const firstChunkBytes = 16 * 1024;

/** UTF-8 needs at most three bytes for one UTF-16 code unit. */
const bytesPerUnit = 3;

/** What precedes the rows of a COPY: signature, flags, and a header extension of length 0. */
export const copyHeader = Buffer.from(
  'PGCOPY\n\u00FF\r\n\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000',
  'latin1',
);

/** What follows the rows of a COPY. */
export const copyTrailer = Buffer.from([0xff, 0xff]);

/**
 * Encodes rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format"), which needs no escaping and no parsing. Each chunk
 * consists of whole rows. They go between `copyHeader` and `copyTrailer`.
 * @throws RangeError for a number that is not a 32-bit integer.
 */
export function* encodeCopyRows(columns: number, rows: Iterable<CopyRow>): Generator<Buffer, void, undefined> {
  let chunk = Buffer.allocUnsafe(firstChunkBytes);
  let at = 0;
  for (const row of rows) {
    const needed = maxBytes(row);
    if (at + needed > chunk.length) {
      if (at > 0) yield chunk.subarray(0, at);
      chunk = Buffer.allocUnsafe(Math.max(chunkBytes, needed));
      at = 0;
    }
    at = chunk.writeInt16BE(columns, at);
    for (const value of row) at = writeValue(chunk, value, at);
  }
  if (at > 0) yield chunk.subarray(0, at);
}

function maxBytes(row: CopyRow): number {
  let bytes = 2;
  for (const value of row) {
    bytes += 4;
    if (typeof value === 'string') bytes += value.length * bytesPerUnit;
    else if (typeof value === 'number') bytes += 4;
    else if (value !== null) bytes += value.length;
  }
  return bytes;
}

/** Writes the length and then the value; NULL has the length -1. @returns the offset of its end. */
function writeValue(chunk: Buffer, value: CopyValue, at: number): number {
  if (value === null) return chunk.writeInt32BE(-1, at);
  if (typeof value === 'number') return chunk.writeInt32BE(value, chunk.writeInt32BE(4, at));
  const start = at + 4;
  const length = typeof value === 'string' ? chunk.write(value, start, 'utf8') : copyBytes(value, chunk, start);
  chunk.writeInt32BE(length, at);
  return start + length;
}

function copyBytes(bytes: Uint8Array, chunk: Buffer, at: number): number {
  chunk.set(bytes, at);
  return bytes.length;
}
