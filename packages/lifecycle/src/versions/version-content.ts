import type { StoredContent, StoredOperation } from '@connectory/diff';
import type { ConnectorModel } from '@connectory/importer';
import { schemaBasePlaceholder } from './render-bodies.ts';
import { noKnownIds, renderVersion, type VersionRows } from './render-version.ts';

/** The content that a model would have as a version, for comparing it with a stored version. */
export function contentOfModel(model: ConnectorModel, createId: () => string): StoredContent {
  return contentOfRows(renderVersion(model, noKnownIds, createId));
}

/** The content of rows that are not written yet. */
export function contentOfRows(rows: VersionRows): StoredContent {
  const schemas = new Map(rows.schemas.map(({ hash, body }) => [hash, body]));
  return {
    actions: rows.actions.map((row) => ({
      ...toStoredOperation(row.operation_id, row.body()),
      template: row.template,
    })),
    triggers: rows.triggers.map((row) => toStoredOperation(row.operation_id, row.body())),
    definitions: rows.definitions.map(({ body, schema_hash: hash }) => ({
      body: removeSchemaBase(body()),
      schema: schemas.get(hash) ?? '{}',
    })),
    extras: schemas.get(rows.extrasHash),
  };
}

export function toStoredOperation(operationId: string | null, body: string): StoredOperation {
  return { body: removeSchemaBase(body), operationId: operationId ?? undefined };
}

/** Removes the placeholder, which JSON does not allow. The URL of the schemas is not part of a version's content. */
export function removeSchemaBase(body: string): string {
  return body.replaceAll(schemaBasePlaceholder, '');
}
