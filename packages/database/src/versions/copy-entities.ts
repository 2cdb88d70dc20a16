import { createId } from '@connectory/encoding';
import type { WriteTransaction } from '../postgres/write-transaction.ts';
import { copyLargeEntity, type EntityTable } from './copy-large-entity.ts';
import { renewIds } from './renew-ids.ts';

/** Rows and bytes of a batch, so that a large version is never in memory as a whole. */
const maxBatchRows = 500;
const maxBatchBytes = 1024 * 1024;

const kinds = [
  { table: 'actions', columns: ['name', 'method', 'template', 'operation_id', 'invalid'] },
  { table: 'triggers', columns: ['name', 'method', 'operation_id', 'invalid'] },
  { table: 'definitions', columns: ['name', 'name_key', 'schema_hash', 'invalid'] },
] as const;

interface CopiedRow {
  readonly id: string;
  readonly position: number;
  readonly body: string;
  readonly rest: readonly (string | Buffer | null)[];
}

/** How the ids of a copied version are replaced. */
export interface RenewedIds {
  /** The new id of an entity, by its id in the copied version. Deleted entities that have an edit are among them. */
  readonly ids: ReadonlyMap<string, string>;
  /** Replaces every id in a body, and nothing else. */
  readonly renew: (body: string) => string;
}

/** Copies the entities of a version into an empty one, with new ids. Schemas are shared. */
export async function copyEntities(
  tx: WriteTransaction,
  fromVersionId: string,
  toVersionId: string,
): Promise<RenewedIds> {
  const ids = await readIds(tx, fromVersionId);
  for (const { table, columns } of kinds) {
    for (const { after, rows: count, large } of batchesOf(await readSizes(tx, table, fromVersionId))) {
      if (large !== undefined) {
        const newId = ids.get(large) ?? createId();
        await copyLargeEntity(tx, ids, { table, id: large, newId, toVersionId });
        continue;
      }
      const rows = await readRows(tx, table, fromVersionId, after, count);
      const copies = rows.map(({ id, position: place, body, rest }) => [
        ids.get(id) ?? createId(),
        toVersionId,
        place,
        renewIds(body, ids),
        ...rest,
      ]);
      await tx.copyInto(table, ['id', 'version_id', 'position', 'body', ...columns], copies);
    }
  }
  return { ids, renew: (body) => renewIds(body, ids) };
}

/** Maps the ids of all entities to new ids, also of deleted ones. */
async function readIds(tx: WriteTransaction, versionId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from actions where version_id = ${versionId}
    union all select id from triggers where version_id = ${versionId}
    union all select id from definitions where version_id = ${versionId}
    union all select entity_id from entity_edits where version_id = ${versionId}`;
  return new Map(rows.map(({ id }) => [id, createId()]));
}

export interface EntitySize {
  readonly id: string;
  readonly position: number;
  readonly bytes: number;
}

async function readSizes(tx: WriteTransaction, table: EntityTable, versionId: string): Promise<readonly EntitySize[]> {
  switch (table) {
    case 'actions':
      return tx.$queryRaw`
        select id, position, octet_length(body) as bytes from actions where version_id = ${versionId} order by position`;
    case 'triggers':
      return tx.$queryRaw`
        select id, position, octet_length(body) as bytes from triggers where version_id = ${versionId} order by position`;
    case 'definitions':
      return tx.$queryRaw`
        select id, position, octet_length(body) as bytes from definitions where version_id = ${versionId} order by position`;
  }
}

/** Entities that are copied together. */
export interface Batch {
  /** The position before the first one. */
  readonly after: number;
  readonly rows: number;
  readonly bytes: number;
  /** Id of the only one, if it is too large to be read. */
  readonly large?: string;
}

/** Groups entities into batches of bounded rows and bytes. */
export function batchesOf(sizes: readonly EntitySize[]): readonly Batch[] {
  const batches: Batch[] = [];
  let after = -1;
  for (const { id, position, bytes } of sizes) {
    const last = batches.at(-1);
    const fits = last !== undefined && last.rows < maxBatchRows && last.bytes + bytes <= maxBatchBytes;
    if (bytes > maxBatchBytes) batches.push({ after, rows: 1, bytes, large: id });
    else if (fits) batches[batches.length - 1] = { ...last, rows: last.rows + 1, bytes: last.bytes + bytes };
    else batches.push({ after, rows: 1, bytes });
    after = position;
  }
  return batches;
}

async function readRows(
  tx: WriteTransaction,
  table: (typeof kinds)[number]['table'],
  versionId: string,
  position: number,
  batchSize: number,
): Promise<readonly CopiedRow[]> {
  switch (table) {
    case 'actions': {
      const rows = await tx.$queryRaw<(EntityRow & OperationColumns & { template: string })[]>`
        select id, position, body, name, method, template, operation_id, invalid from actions
         where version_id = ${versionId} and position > ${position} order by position limit ${batchSize}`;
      return rows.map((row) => ({
        ...row,
        rest: [row.name, row.method, row.template, row.operation_id, copyBoolean(row.invalid)],
      }));
    }
    case 'triggers': {
      const rows = await tx.$queryRaw<(EntityRow & OperationColumns)[]>`
        select id, position, body, name, method, operation_id, invalid from triggers
         where version_id = ${versionId} and position > ${position} order by position limit ${batchSize}`;
      return rows.map((row) => ({ ...row, rest: [row.name, row.method, row.operation_id, copyBoolean(row.invalid)] }));
    }
    case 'definitions': {
      const rows = await tx.$queryRaw<(EntityRow & { name: string; name_key: string; schema_hash: Buffer })[]>`
        select id, position, body, name, name_key, schema_hash, invalid from definitions
         where version_id = ${versionId} and position > ${position} order by position limit ${batchSize}`;
      return rows.map((row) => ({ ...row, rest: [row.name, row.name_key, row.schema_hash, copyBoolean(row.invalid)] }));
    }
  }
}

interface EntityRow {
  readonly id: string;
  readonly position: number;
  readonly body: string;
  readonly invalid: boolean;
}

/** A value of the type `boolean` in the binary format of COPY. */
function copyBoolean(value: boolean): Buffer {
  return Buffer.from([value ? 1 : 0]);
}

interface OperationColumns {
  readonly name: string;
  readonly method: string;
  readonly operation_id: string | null;
}
