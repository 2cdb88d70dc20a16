import type { RowChunk, VersionRows, VersionTable } from '@connectory/lifecycle';
import { type CopyRow, encodeCopyRows } from './encode-copy-rows.ts';
import { versionColumns } from './version-tables.ts';

/**
 * Encodes the rows of a version, table by table. Schemas come first: a concurrent import of the same schemas waits for the end of the
 * transaction that writes them, and then finds them stored.
 * @param unknownSchemas hashes of the schemas to encode; the others are stored.
 */
export function* encodeVersionRows(
  versionId: string,
  rows: VersionRows,
  unknownSchemas: readonly string[],
): Generator<RowChunk, void, undefined> {
  yield* encodeTable('schemas', schemaValues(rows.schemas, new Set(unknownSchemas)));
  yield* encodeTable('actions', actionValues(versionId, rows.actions));
  yield* encodeTable('triggers', triggerValues(versionId, rows.triggers));
  yield* encodeTable('definitions', definitionValues(versionId, rows.definitions));
}

function* encodeTable(table: VersionTable, rows: Iterable<CopyRow>): Generator<RowChunk, void, undefined> {
  for (const bytes of encodeCopyRows(versionColumns[table].length, rows)) yield { table, bytes };
}

function* schemaValues(rows: VersionRows['schemas'], wanted: ReadonlySet<string>) {
  for (const { hash, body } of rows) if (wanted.has(hash)) yield [Buffer.from(hash, 'hex'), body];
}

function* actionValues(versionId: string, rows: VersionRows['actions']) {
  for (const { id, position, name, method, template, operation_id, body } of rows)
    yield [id, versionId, position, name, method, template, operation_id, body()];
}

function* triggerValues(versionId: string, rows: VersionRows['triggers']) {
  for (const { id, position, name, method, operation_id, body } of rows)
    yield [id, versionId, position, name, method, operation_id, body()];
}

function* definitionValues(versionId: string, rows: VersionRows['definitions']) {
  for (const { id, position, name, name_key, schema_hash, body } of rows)
    yield [id, versionId, position, name, name_key, Buffer.from(schema_hash, 'hex'), body()];
}
