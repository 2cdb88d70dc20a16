import type { StoredContent } from '@connectory/diff';
import { removeSchemaBase, toStoredOperation } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';

interface OperationRow {
  readonly operation_id: string | null;
  readonly body: string;
}

/** Reads all entities, schemas and extras of a version, with one statement per kind. */
export async function readContent(tx: SqlSession, versionId: string): Promise<StoredContent> {
  const actions = await tx.$queryRaw<(OperationRow & { template: string })[]>`
    select operation_id, body, template from actions where version_id = ${versionId} order by position`;
  const triggers = await tx.$queryRaw<OperationRow[]>`
    select operation_id, body from triggers where version_id = ${versionId} order by position`;
  // The extras are stored among the schemas: they are the last row, without a definition.
  const schemas = await tx.$queryRaw<{ body: string | null; schema: string }[]>`
    select body, schema from (
      select d.position, d.body, s.body as schema
        from definitions d join schemas s on s.hash = d.schema_hash where d.version_id = ${versionId}
      union all
      select null, null, s.body
        from connector_versions v join schemas s on s.hash = v.extras_hash where v.id = ${versionId}) it
     order by position nulls last`;
  return {
    actions: actions.map((row) => ({ ...toStoredOperation(row.operation_id, row.body), template: row.template })),
    triggers: triggers.map((row) => toStoredOperation(row.operation_id, row.body)),
    definitions: schemas.flatMap(({ body, schema }) =>
      body === null ? [] : [{ body: removeSchemaBase(body), schema }],
    ),
    extras: schemas.find(({ body }) => body === null)?.schema,
  };
}

/** The size of a version in bytes, without reading its content. */
export async function readContentBytes(tx: SqlSession, versionId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ bytes: number }[]>`
    select ((select coalesce(sum(octet_length(body)), 0) from actions where version_id = ${versionId})
          + (select coalesce(sum(octet_length(body)), 0) from triggers where version_id = ${versionId})
          + (select coalesce(sum(octet_length(d.body) + octet_length(s.body)), 0)
               from definitions d join schemas s on s.hash = d.schema_hash where d.version_id = ${versionId})
          + (select coalesce(sum(octet_length(s.body)), 0)
               from connector_versions v join schemas s on s.hash = v.extras_hash where v.id = ${versionId}))::float8 as bytes`;
  return row?.bytes ?? 0;
}
