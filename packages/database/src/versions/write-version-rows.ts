import { encodeArray } from '../encode-array.ts';
import type { WriteTransaction } from '../write-transaction.ts';
import type { SchemaRow, VersionRows } from './version-rows.ts';

/** Characters of schemas sent in one statement at most: PostgreSQL takes 1 GB a value, and both ends hold a copy. */
const maxStatementChars = 16 * 1024 * 1024;

/**
 * Writes the rows of a version, a statement or two for each table however many they are. Schemas come late: whoever writes the same ones
 * at the same time waits from then on.
 */
export async function writeVersionRows(tx: WriteTransaction, versionId: string, rows: VersionRows): Promise<void> {
  const { actions, triggers, definitions, schemas } = rows;
  if (actions.length > 0) await tx.copyInto('actions', actionColumns, actionValues(versionId, actions));
  if (triggers.length > 0) await tx.copyInto('triggers', triggerColumns, triggerValues(versionId, triggers));
  if (schemas.length > 0) await writeUnknownSchemas(tx, schemas);
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

/**
 * Asks which schemas are stored, and keeps those from being removed meanwhile; only the others are sent. Rows are locked and written in
 * the order of their hashes, so that two imports never wait for each other.
 */
async function writeUnknownSchemas(tx: WriteTransaction, schemas: readonly SchemaRow[]): Promise<void> {
  if (schemas.length === 0) return;
  const hashes = schemas.map(({ hash }) => Buffer.from(hash, 'hex'));
  const stored = await tx.$queryRaw<{ hash: string }[]>`
    select encode(hash, 'hex') as hash from schemas
     where hash = any(${encodeArray('bytea', hashes)}::bytea[]) order by schemas.hash for key share`;
  const known = new Set(stored.map(({ hash }) => hash));
  const contested: SchemaRow[] = [];
  for (const batch of batches(schemas.filter(({ hash }) => !known.has(hash)))) {
    const batchHashes = batch.map(({ hash }) => Buffer.from(hash, 'hex'));
    const bodies = batch.map(({ body }) => body);
    const inserted = await tx.$executeRaw`
      insert into schemas (hash, body)
      select * from unnest(${encodeArray('bytea', batchHashes)}::bytea[], ${encodeArray('text', bodies)}::text[])
      on conflict (hash) do nothing`;
    if (inserted < batch.length) contested.push(...batch);
  }
  // Another import was faster with some: they are held in turn, or written after all if they were removed since.
  await writeUnknownSchemas(tx, contested);
}

function* batches(schemas: readonly SchemaRow[]): Generator<readonly SchemaRow[], void, undefined> {
  let batch: SchemaRow[] = [];
  let chars = 0;
  for (const schema of schemas) {
    if (chars + schema.body.length > maxStatementChars && batch.length > 0) {
      yield batch;
      batch = [];
      chars = 0;
    }
    batch.push(schema);
    chars += schema.body.length;
  }
  if (batch.length > 0) yield batch;
}
