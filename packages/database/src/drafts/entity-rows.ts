import type { EditedKind } from '../edits/edit-record.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

/** A row of `actions`, `triggers` or `definitions`. */
export interface EntityRow {
  readonly kind: EditedKind;
  readonly id: string;
  readonly name: string;
  /** Null for definitions. */
  readonly method: string | null;
  /** Null unless it is an action. */
  readonly template: string | null;
  readonly operationId: string | null;
  /** SHA-256 of a definition's schema, hexadecimal. */
  readonly schemaHash: string | null;
  readonly body: string;
}

/** Which entities of a version to read: those with one of the ids, and those with one of the names of their kind. */
export interface Selection {
  readonly ids?: Iterable<string>;
  readonly actions?: Iterable<string>;
  readonly triggers?: Iterable<string>;
  readonly definitions?: Iterable<string>;
}

/** Reads entities of all kinds, in no order. */
export async function readRows(tx: SqlSession, versionId: string, selection: Selection): Promise<readonly EntityRow[]> {
  const [ids, actions, triggers, definitions] = [
    [...(selection.ids ?? [])],
    [...(selection.actions ?? [])],
    [...(selection.triggers ?? [])],
    [...(selection.definitions ?? [])],
  ];
  if (ids.length + actions.length + triggers.length + definitions.length === 0) return [];
  return tx.$queryRaw<EntityRow[]>`
    select 'action' as kind, id, name, method, template, operation_id as "operationId", null as "schemaHash", body
      from actions where version_id = ${versionId} and (id = any(${ids}::text[]) or name = any(${actions}::text[]))
    union all
    select 'trigger', id, name, method, null, operation_id, null, body
      from triggers where version_id = ${versionId} and (id = any(${ids}::text[]) or name = any(${triggers}::text[]))
    union all
    select 'definition', id, name, null, null, null, encode(schema_hash, 'hex'), body
      from definitions where version_id = ${versionId} and (id = any(${ids}::text[]) or name = any(${definitions}::text[]))`;
}

/** Reads the actions and triggers whose bodies contain one of the texts. It reads all bodies of the version. */
export async function readOperationsWith(
  tx: SqlSession,
  versionId: string,
  texts: readonly string[],
): Promise<readonly EntityRow[]> {
  return tx.$queryRaw<EntityRow[]>`
    select 'action' as kind, id, name, method, template, operation_id as "operationId", null as "schemaHash", body
      from actions where version_id = ${versionId}
       and exists (select from unnest(${texts}::text[]) as wanted where strpos(body, wanted) > 0)
    union all
    select 'trigger', id, name, method, null, operation_id, null, body
      from triggers where version_id = ${versionId}
       and exists (select from unnest(${texts}::text[]) as wanted where strpos(body, wanted) > 0)`;
}

/** Reads the entities with an error. */
export async function readInvalidRows(tx: SqlSession, versionId: string, limit: number): Promise<readonly EntityRow[]> {
  return tx.$queryRaw<EntityRow[]>`
    select 'action' as kind, id, name, method, template, operation_id as "operationId", null as "schemaHash", body
      from actions where version_id = ${versionId} and invalid
    union all
    select 'trigger', id, name, method, null, operation_id, null, body
      from triggers where version_id = ${versionId} and invalid
    union all
    select 'definition', id, name, null, null, null, encode(schema_hash, 'hex'), body
      from definitions where version_id = ${versionId} and invalid
     limit ${limit}`;
}

/** Reads all definitions of a version. */
export async function readDefinitionRows(tx: SqlSession, versionId: string): Promise<readonly EntityRow[]> {
  return tx.$queryRaw<EntityRow[]>`
    select 'definition' as kind, id, name, null as method, null as template, null as "operationId",
           encode(schema_hash, 'hex') as "schemaHash", body
      from definitions where version_id = ${versionId}`;
}

/** Reads the definitions whose schemas contain a text, with their schemas. */
export async function readSchemasWith(
  tx: SqlSession,
  versionId: string,
  text: string,
): Promise<readonly (EntityRow & { readonly schema: string })[]> {
  return tx.$queryRaw<(EntityRow & { schema: string })[]>`
    select 'definition' as kind, d.id, d.name, null as method, null as template, null as "operationId",
           encode(d.schema_hash, 'hex') as "schemaHash", d.body, s.body as schema
      from definitions d join schemas s on s.hash = d.schema_hash
     where d.version_id = ${versionId} and strpos(s.body, ${text}) > 0`;
}

/** Reads schemas by their hashes. */
export async function readSchemas(tx: SqlSession, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw<{ hash: string; body: string }[]>`
    select encode(hash, 'hex') as hash, body from schemas
     where hash in (select decode(it, 'hex') from unnest(${hashes}::text[]) as it)`;
  return new Map(rows.map(({ hash, body }) => [hash, body]));
}
