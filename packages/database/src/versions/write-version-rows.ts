import type { SchemaRow, VersionRows } from '@connectory/lifecycle';
import { encodeByteaArray } from '../postgres/encode-bytea-array.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import type { WriteTransaction } from '../postgres/write-transaction.ts';

/**
 * Writes the rows of a version, with one COPY per table. Schemas come first: a concurrent import of the same schemas waits for the end of
 * this transaction, and then finds them stored.
 * @param unknown the schemas that `findUnknownSchemas` returned.
 * @throws a violation of `schemasKey`, at the end of the transaction, when a concurrent import has stored some of them. Repeat it then.
 */
export async function writeVersionRows(
  tx: WriteTransaction,
  versionId: string,
  rows: VersionRows,
  unknown: readonly SchemaRow[],
): Promise<void> {
  const { actions, triggers, definitions } = rows;
  if (unknown.length > 0) await tx.copyInto('schemas', schemaColumns, schemaValues(unknown));
  if (actions.length > 0) await tx.copyInto('actions', actionColumns, actionValues(versionId, actions));
  if (triggers.length > 0) await tx.copyInto('triggers', triggerColumns, triggerValues(versionId, triggers));
  if (definitions.length > 0)
    await tx.copyInto('definitions', definitionColumns, definitionValues(versionId, definitions));
}

const actionColumns = ['id', 'version_id', 'position', 'name', 'method', 'template', 'operation_id', 'body'];

function* actionValues(versionId: string, rows: VersionRows['actions']) {
  for (const { id, position, name, method, template, operation_id, body } of rows)
    yield [id, versionId, position, name, method, template, operation_id, body()];
}

const triggerColumns = ['id', 'version_id', 'position', 'name', 'method', 'operation_id', 'body'];

function* triggerValues(versionId: string, rows: VersionRows['triggers']) {
  for (const { id, position, name, method, operation_id, body } of rows)
    yield [id, versionId, position, name, method, operation_id, body()];
}

const definitionColumns = ['id', 'version_id', 'position', 'name', 'name_key', 'schema_hash', 'body'];

function* definitionValues(versionId: string, rows: VersionRows['definitions']) {
  for (const { id, position, name, name_key, schema_hash, body } of rows)
    yield [id, versionId, position, name, name_key, Buffer.from(schema_hash, 'hex'), body()];
}

export const schemasKey = 'schemas_pkey';

/**
 * Finds the schemas that are not stored yet, and locks the others against deletion. Rows are locked and written in the order of their hashes,
 * so that two imports cannot deadlock.
 */
export async function findUnknownSchemas(tx: SqlSession, schemas: readonly SchemaRow[]): Promise<readonly SchemaRow[]> {
  if (schemas.length === 0) return [];
  const hashes = schemas.map(({ hash }) => Buffer.from(hash, 'hex'));
  const stored = await tx.$queryRaw<{ hash: string }[]>`
    select encode(hash, 'hex') as hash from schemas
     where hash = any(${encodeByteaArray(hashes)}::bytea[]) order by schemas.hash for key share`;
  const known = new Set(stored.map(({ hash }) => hash));
  return schemas.filter(({ hash }) => !known.has(hash));
}

const schemaColumns = ['hash', 'body'];

function* schemaValues(rows: readonly SchemaRow[]) {
  for (const { hash, body } of rows) yield [Buffer.from(hash, 'hex'), body];
}
