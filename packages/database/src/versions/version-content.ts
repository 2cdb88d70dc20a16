import type { StoredContent, StoredOperation } from '@connectory/diff';
import type { ConnectorModel } from '@connectory/importer';
import type { SqlSession } from '../postgres/sql-session.ts';
import { buildVersionRows, schemaBasePlaceholder, type VersionRows } from './version-rows.ts';

/** A model in the form in which it would be stored: to be compared with what is. */
export function contentOfModel(model: ConnectorModel): StoredContent {
  const none = {
    actions: new Map<string, string>(),
    triggers: new Map<string, string>(),
    definitions: new Map<string, string>(),
  };
  return contentOfRows(buildVersionRows(model, none));
}

/** Rows that are not written yet. */
export function contentOfRows(rows: VersionRows): StoredContent {
  const schemas = new Map(rows.schemas.map(({ hash, body }) => [hash, body]));
  return {
    actions: rows.actions.map((row) => ({ ...toStored(row.operation_id, row.body()), template: row.template })),
    triggers: rows.triggers.map((row) => toStored(row.operation_id, row.body())),
    definitions: rows.definitions.map(({ body, schema_hash: hash }) => ({
      body: withoutBase(body()),
      schema: schemas.get(hash) ?? '{}',
    })),
  };
}

/** Reads a version whole, one statement for each kind. */
export async function readContent(tx: SqlSession, versionId: string): Promise<StoredContent> {
  const actions = await tx.$queryRaw<(OperationRow & { template: string })[]>`
    select operation_id, body, template from actions where version_id = ${versionId} order by position`;
  const triggers = await tx.$queryRaw<OperationRow[]>`
    select operation_id, body from triggers where version_id = ${versionId} order by position`;
  const definitions = await tx.$queryRaw<{ body: string; schema: string }[]>`
    select d.body, s.body as schema from definitions d join schemas s on s.hash = d.schema_hash
     where d.version_id = ${versionId} order by d.position`;
  return {
    actions: actions.map((row) => ({ ...toStored(row.operation_id, row.body), template: row.template })),
    triggers: triggers.map((row) => toStored(row.operation_id, row.body)),
    definitions: definitions.map(({ body, schema }) => ({ body: withoutBase(body), schema })),
  };
}

interface OperationRow {
  readonly operation_id: string | null;
  readonly body: string;
}

function toStored(operationId: string | null, body: string): StoredOperation {
  return { body: withoutBase(body), operationId: operationId ?? undefined };
}

/** Where its schemas are served is no part of what a version is; and the placeholder is not allowed in JSON. */
function withoutBase(body: string): string {
  return body.replaceAll(schemaBasePlaceholder, '');
}
