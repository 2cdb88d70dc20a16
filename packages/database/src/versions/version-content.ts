import type { StoredContent } from '@connectory/diff';
import type { ConnectorModel } from '@connectory/importer';
import type { SqlSession } from '../write-transaction.ts';
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
    actions: rows.actions.map(({ body }) => withoutBase(body())),
    triggers: rows.triggers.map(({ body }) => withoutBase(body())),
    definitions: rows.definitions.map(({ body, schema_hash: hash }) => ({
      body: withoutBase(body()),
      schema: schemas.get(hash) ?? '{}',
    })),
  };
}

/** Reads a version whole, one statement for each kind. */
export async function readContent(tx: SqlSession, versionId: string): Promise<StoredContent> {
  const actions = await tx.$queryRaw<{ body: string }[]>`
    select body from actions where version_id = ${versionId} order by position`;
  const triggers = await tx.$queryRaw<{ body: string }[]>`
    select body from triggers where version_id = ${versionId} order by position`;
  const definitions = await tx.$queryRaw<{ body: string; schema: string }[]>`
    select d.body, s.body as schema from definitions d join schemas s on s.hash = d.schema_hash
     where d.version_id = ${versionId} order by d.position`;
  return {
    actions: actions.map(({ body }) => withoutBase(body)),
    triggers: triggers.map(({ body }) => withoutBase(body)),
    definitions: definitions.map(({ body, schema }) => ({ body: withoutBase(body), schema })),
  };
}

/** Where its schemas are served is no part of what a version is; and the placeholder is not allowed in JSON. */
function withoutBase(body: string): string {
  return body.replaceAll(schemaBasePlaceholder, '');
}
