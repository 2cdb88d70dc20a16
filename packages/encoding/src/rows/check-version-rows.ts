import { hash } from 'node:crypto';
import type { RowChunk, VersionTable } from '@connectory/lifecycle';
import { versionColumns } from './version-tables.ts';

/** Rows that their writer must refuse: the process that encoded them was taken over, or is defective. */
export class ForgedRowsError extends Error {
  override readonly name = 'ForgedRowsError';
}

/**
 * Checks encoded rows from a process that has read a hostile document: they belong to this version, and each schema has the hash of its
 * text and was asked for. Otherwise that process could change other versions, or schemas that other organisations share.
 * @returns a function that throws ForgedRowsError for a chunk with any other row.
 */
export function createRowCheck(versionId: string, unknownSchemas: readonly string[]): (chunk: RowChunk) => void {
  const wanted = new Set(unknownSchemas);
  const isValid = (table: VersionTable, chunk: Buffer, first: Field, second: Field): boolean => {
    if (table !== 'schemas') return chunk.toString('latin1', second.start, second.end) === versionId;
    const sha256 = chunk.toString('hex', first.start, first.end);
    const text = chunk.subarray(second.start, second.end);
    return text.length > 0 && wanted.has(sha256) && hash('sha256', text, 'hex') === sha256;
  };
  return ({ table, bytes }) => {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < chunk.length; ) {
      const row = readRow(table, chunk, at);
      if (!isValid(table, chunk, row.first, row.second))
        throw new ForgedRowsError(`a row of ${table} is not one of this version`);
      at = row.end;
    }
  };
}

/** The bytes of one value in a chunk. NULL has none. */
interface Field {
  readonly start: number;
  readonly end: number;
}

/** Reads the first two fields of the row at an offset, and its end. @throws ForgedRowsError unless it is a whole row of the table's columns. */
function readRow(table: VersionTable, chunk: Buffer, at: number): { first: Field; second: Field; end: number } {
  const columns = versionColumns[table].length;
  if (at + 2 > chunk.length || chunk.readInt16BE(at) !== columns) throw cutRow(table);
  const first = readField(table, chunk, at + 2);
  const second = readField(table, chunk, first.end);
  let { end } = second;
  for (let column = 2; column < columns; column += 1) ({ end } = readField(table, chunk, end));
  return { first, second, end };
}

/** Reads the field whose length is at an offset. Values are not copied: most are skipped. */
function readField(table: VersionTable, chunk: Buffer, at: number): Field {
  const start = at + 4;
  if (start > chunk.length) throw cutRow(table);
  const length = chunk.readInt32BE(at);
  if (length === -1) return { start, end: start };
  if (length < 0 || start + length > chunk.length) throw cutRow(table);
  return { start, end: start + length };
}

function cutRow(table: VersionTable): ForgedRowsError {
  return new ForgedRowsError(`a row of ${table} is not complete`);
}
