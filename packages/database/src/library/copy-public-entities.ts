import { createId } from '@connectory/encoding';
import type { WriteTransaction } from '../postgres/write-transaction.ts';
import { batchesOf, type EntitySize } from '../versions/copy-entities.ts';
import type { EntityTable } from '../versions/copy-large-entity.ts';
import { renewIds } from '../versions/renew-ids.ts';

const kinds = [
  { table: 'actions', columns: ['name', 'method', 'template', 'operation_id'] },
  { table: 'triggers', columns: ['name', 'method', 'operation_id'] },
  { table: 'definitions', columns: ['name', 'name_key', 'schema_hash'] },
] as const;

/** A row of a view. It has the columns of its kind. */
interface PublicRow {
  readonly id: string;
  readonly position: number;
  readonly body: string;
  readonly [column: string]: string | number | Buffer | null;
}

/** The part of the rows of a version to read. */
interface Slice {
  readonly versionId: string;
  /** Position before the first row. */
  readonly after: number;
  readonly rows: number;
}

/** Copies the entities of a public version, which the views show, into an empty version, with new ids. Schemas are shared. */
export async function copyPublicEntities(tx: WriteTransaction, versionId: string, toVersionId: string): Promise<void> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    select id from public_actions where version_id = ${versionId}
    union all select id from public_triggers where version_id = ${versionId}
    union all select id from public_definitions where version_id = ${versionId}`;
  const ids = new Map(found.map(({ id }) => [id, createId()]));
  for (const { table, columns } of kinds) {
    for (const { after, rows: count } of batchesOf(await readSizes(tx, table, versionId))) {
      const rows = await readRows(tx, table, { versionId, after, rows: count });
      const copies = rows.map((row) => [
        ids.get(row.id) ?? createId(),
        toVersionId,
        row.position,
        renewIds(row.body, ids),
        ...columns.map((column) => row[column] ?? null),
      ]);
      await tx.copyInto(table, ['id', 'version_id', 'position', 'body', ...columns], copies);
    }
  }
}

function readSizes(tx: WriteTransaction, table: EntityTable, versionId: string): Promise<readonly EntitySize[]> {
  switch (table) {
    case 'actions':
      return tx.$queryRaw`
        select id, position, octet_length(body) as bytes from public_actions where version_id = ${versionId} order by position`;
    case 'triggers':
      return tx.$queryRaw`
        select id, position, octet_length(body) as bytes from public_triggers where version_id = ${versionId} order by position`;
    case 'definitions':
      return tx.$queryRaw`
        select id, position, octet_length(body) as bytes from public_definitions where version_id = ${versionId} order by position`;
  }
}

function readRows(tx: WriteTransaction, table: EntityTable, slice: Slice): Promise<readonly PublicRow[]> {
  const { versionId, after, rows } = slice;
  switch (table) {
    case 'actions':
      return tx.$queryRaw`
        select id, position, body, name, method, template, operation_id from public_actions
         where version_id = ${versionId} and position > ${after} order by position limit ${rows}`;
    case 'triggers':
      return tx.$queryRaw`
        select id, position, body, name, method, operation_id from public_triggers
         where version_id = ${versionId} and position > ${after} order by position limit ${rows}`;
    case 'definitions':
      return tx.$queryRaw`
        select id, position, body, name, name_key, schema_hash from public_definitions
         where version_id = ${versionId} and position > ${after} order by position limit ${rows}`;
  }
}
