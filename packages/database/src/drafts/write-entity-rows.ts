import { hash as digest } from 'node:crypto';
import type { EditedKind } from '../edits/edit-record.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import type { EntityRow } from './entity-rows.ts';

/** An entity as it is to be stored. */
export interface WrittenRow extends EntityRow {
  /** Whether its errors keep the version from being published. */
  readonly invalid: boolean;
}

/** Rows as a JSON array for `json_to_recordset`. */
function toJson(rows: readonly WrittenRow[]): string {
  return JSON.stringify(
    rows.map(({ operationId, schemaHash, ...row }) => ({
      ...row,
      name_key: row.name.toLowerCase(),
      operation_id: operationId,
      schema_hash: schemaHash,
    })),
  );
}

const ofKind = (rows: readonly WrittenRow[], kind: EditedKind): readonly WrittenRow[] =>
  rows.filter((row) => row.kind === kind);

/** Overwrites entities of any kind. */
export async function updateRows(tx: SqlSession, rows: readonly WrittenRow[]): Promise<void> {
  const [actions, triggers, definitions] = [
    ofKind(rows, 'action'),
    ofKind(rows, 'trigger'),
    ofKind(rows, 'definition'),
  ];
  if (actions.length > 0)
    await tx.$executeRaw`
      update actions as it set name = r.name, method = r.method, template = r.template, operation_id = r.operation_id,
             body = r.body, invalid = r.invalid
        from json_to_recordset(${toJson(actions)}::json) as r (id bpchar, name text, method text, template text,
             operation_id text, body text, invalid boolean)
       where it.id = r.id`;
  if (triggers.length > 0)
    await tx.$executeRaw`
      update triggers as it set name = r.name, method = r.method, operation_id = r.operation_id, body = r.body,
             invalid = r.invalid
        from json_to_recordset(${toJson(triggers)}::json) as r (id bpchar, name text, method text, operation_id text,
             body text, invalid boolean)
       where it.id = r.id`;
  if (definitions.length > 0)
    await tx.$executeRaw`
      update definitions as it set name = r.name, name_key = r.name_key, schema_hash = decode(r.schema_hash, 'hex'),
             body = r.body, invalid = r.invalid
        from json_to_recordset(${toJson(definitions)}::json) as r (id bpchar, name text, name_key text, schema_hash text,
             body text, invalid boolean)
       where it.id = r.id`;
}

/** Adds entities of one kind behind the others, in their order. */
export async function insertRows(tx: SqlSession, versionId: string, rows: readonly WrittenRow[]): Promise<void> {
  const json = toJson(rows);
  switch (rows[0]?.kind) {
    case 'action':
      await tx.$executeRaw`
        insert into actions (id, version_id, position, name, method, template, operation_id, body, invalid)
        select r.id, ${versionId}, (select coalesce(max(position), -1) from actions where version_id = ${versionId}) + r.index,
               r.name, r.method, r.template, r.operation_id, r.body, r.invalid
          from rows from (json_to_recordset(${json}::json) as (id text, name text, method text, template text,
               operation_id text, body text, invalid boolean)) with ordinality
               as r (id, name, method, template, operation_id, body, invalid, index)`;
      return;
    case 'trigger':
      await tx.$executeRaw`
        insert into triggers (id, version_id, position, name, method, operation_id, body, invalid)
        select r.id, ${versionId}, (select coalesce(max(position), -1) from triggers where version_id = ${versionId}) + r.index,
               r.name, r.method, r.operation_id, r.body, r.invalid
          from rows from (json_to_recordset(${json}::json) as (id text, name text, method text, operation_id text,
               body text, invalid boolean)) with ordinality
               as r (id, name, method, operation_id, body, invalid, index)`;
      return;
    case 'definition':
      await tx.$executeRaw`
        insert into definitions (id, version_id, position, name, name_key, schema_hash, body, invalid)
        select r.id, ${versionId}, (select coalesce(max(position), -1) from definitions where version_id = ${versionId}) + r.index,
               r.name, r.name_key, decode(r.schema_hash, 'hex'), r.body, r.invalid
          from rows from (json_to_recordset(${json}::json) as (id text, name text, name_key text, schema_hash text,
               body text, invalid boolean)) with ordinality
               as r (id, name, name_key, schema_hash, body, invalid, index)`;
      return;
    case undefined:
  }
}

/**
 * Deletes entities of one kind. The positions of the others are closed, because lists count by the last one. That takes two statements: no
 * position may be there twice in between.
 */
export async function deleteRows(
  tx: SqlSession,
  versionId: string,
  kind: EditedKind,
  ids: readonly string[],
): Promise<void> {
  switch (kind) {
    case 'action':
      await tx.$executeRaw`delete from actions where version_id = ${versionId} and id = any(${ids}::bpchar[])`;
      await tx.$executeRaw`
        update actions it set position = -n.place from (
          select id, row_number() over (order by position) as place from actions where version_id = ${versionId}) n
         where it.id = n.id and it.position <> n.place - 1`;
      await tx.$executeRaw`update actions set position = -position - 1 where version_id = ${versionId} and position < 0`;
      return;
    case 'trigger':
      await tx.$executeRaw`delete from triggers where version_id = ${versionId} and id = any(${ids}::bpchar[])`;
      await tx.$executeRaw`
        update triggers it set position = -n.place from (
          select id, row_number() over (order by position) as place from triggers where version_id = ${versionId}) n
         where it.id = n.id and it.position <> n.place - 1`;
      await tx.$executeRaw`update triggers set position = -position - 1 where version_id = ${versionId} and position < 0`;
      return;
    case 'definition':
      await tx.$executeRaw`delete from definitions where version_id = ${versionId} and id = any(${ids}::bpchar[])`;
      await tx.$executeRaw`
        update definitions it set position = -n.place from (
          select id, row_number() over (order by position) as place from definitions where version_id = ${versionId}) n
         where it.id = n.id and it.position <> n.place - 1`;
      await tx.$executeRaw`
        update definitions set position = -position - 1 where version_id = ${versionId} and position < 0`;
  }
}

/** Stores schemas, and locks them. In the order of their hashes, so that two transactions cannot deadlock. @returns their hashes. */
export async function storeSchemas(tx: SqlSession, schemas: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map(schemas.map((schema) => [schema, digest('sha256', schema, 'hex')]));
  const ordered = [...hashes].sort(([, a], [, b]) => (a < b ? -1 : 1));
  for (const [schema] of ordered) await tx.$queryRaw`select store_schema(${schema})`;
  return hashes;
}
