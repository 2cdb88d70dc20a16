import { createId } from '@connectory/encoding';
import type { WriteTransaction } from '../postgres/write-transaction.ts';

/** Rows per batch, so that a large version is never in memory as a whole. */
const batchSize = 500;

const kinds = [
  { table: 'actions', columns: ['name', 'method', 'template', 'operation_id'] },
  { table: 'triggers', columns: ['name', 'method', 'operation_id'] },
  { table: 'definitions', columns: ['name', 'name_key', 'schema_hash'] },
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
    for (let position = -1; ; ) {
      const rows = await readRows(tx, table, fromVersionId, position);
      const last = rows.at(-1);
      if (last === undefined) break;
      const copies = rows.map(({ id, position: place, body, rest }) => [
        ids.get(id) ?? createId(),
        toVersionId,
        place,
        withNewIds(body, ids),
        ...rest,
      ]);
      await tx.copyInto(table, ['id', 'version_id', 'position', 'body', ...columns], copies);
      position = last.position;
    }
  }
  return { ids, renew: (body) => withNewIds(body, ids) };
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

async function readRows(
  tx: WriteTransaction,
  table: (typeof kinds)[number]['table'],
  versionId: string,
  position: number,
): Promise<readonly CopiedRow[]> {
  switch (table) {
    case 'actions': {
      const rows = await tx.$queryRaw<(EntityRow & OperationColumns & { template: string })[]>`
        select id, position, body, name, method, template, operation_id from actions
         where version_id = ${versionId} and position > ${position} order by position limit ${batchSize}`;
      return rows.map((row) => ({ ...row, rest: [row.name, row.method, row.template, row.operation_id] }));
    }
    case 'triggers': {
      const rows = await tx.$queryRaw<(EntityRow & OperationColumns)[]>`
        select id, position, body, name, method, operation_id from triggers
         where version_id = ${versionId} and position > ${position} order by position limit ${batchSize}`;
      return rows.map((row) => ({ ...row, rest: [row.name, row.method, row.operation_id] }));
    }
    case 'definitions': {
      const rows = await tx.$queryRaw<(EntityRow & { name: string; name_key: string; schema_hash: Buffer })[]>`
        select id, position, body, name, name_key, schema_hash from definitions
         where version_id = ${versionId} and position > ${position} order by position limit ${batchSize}`;
      return rows.map((row) => ({ ...row, rest: [row.name, row.name_key, row.schema_hash] }));
    }
  }
}

interface EntityRow {
  readonly id: string;
  readonly position: number;
  readonly body: string;
}

interface OperationColumns {
  readonly name: string;
  readonly method: string;
  readonly operation_id: string | null;
}

// Responses and their definitions have ids but no row. The member that follows such an id identifies it.
const idsInBody =
  /(?<="id":")([0-7][0-9A-HJKMNP-TV-Z]{25})(?=","(?:status|definitions?)":)|[0-7][0-9A-HJKMNP-TV-Z]{25}/g;

/** Replaces every id in a body, and nothing else. */
function withNewIds(body: string, ids: ReadonlyMap<string, string>): string {
  return body.replaceAll(idsInBody, (found: string, nested: string | undefined) =>
    nested === undefined ? (ids.get(found) ?? found) : createId(),
  );
}
