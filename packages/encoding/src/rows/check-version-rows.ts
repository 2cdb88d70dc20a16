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
  const version = Buffer.from(versionId, 'latin1');
  const wanted = new Set(unknownSchemas);
  return ({ table, bytes }) => {
    for (const fields of readRows(table, bytes)) {
      const [first, second] = fields;
      const valid =
        table === 'schemas'
          ? first !== undefined && second !== undefined && wanted.has(first.toString('hex')) && hashes(first, second)
          : second?.equals(version) === true;
      if (!valid) throw new ForgedRowsError(`a row of ${table} is not one of this version`);
    }
  };
}

function hashes(sha256: Buffer, text: Buffer): boolean {
  return hash('sha256', text, 'buffer').equals(sha256);
}

/** Reads the first two fields of each row. @throws ForgedRowsError unless the bytes are whole rows of the table's columns. */
function* readRows(table: VersionTable, bytes: Uint8Array): Generator<readonly (Buffer | undefined)[]> {
  const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const columns = versionColumns[table].length;
  for (let at = 0; at < chunk.length; ) {
    if (at + 2 > chunk.length || chunk.readInt16BE(at) !== columns) throw cutRow(table);
    at += 2;
    const fields: (Buffer | undefined)[] = [];
    for (let column = 0; column < columns; column += 1) {
      const field = readField(table, chunk, at);
      if (column < 2) fields.push(field);
      at += 4 + (field?.length ?? 0);
    }
    yield fields;
  }
}

/** @returns undefined for NULL. */
function readField(table: VersionTable, chunk: Buffer, at: number): Buffer | undefined {
  if (at + 4 > chunk.length) throw cutRow(table);
  const length = chunk.readInt32BE(at);
  if (length === -1) return undefined;
  if (length < 0 || at + 4 + length > chunk.length) throw cutRow(table);
  return chunk.subarray(at + 4, at + 4 + length);
}

function cutRow(table: VersionTable): ForgedRowsError {
  return new ForgedRowsError(`a row of ${table} is not complete`);
}
