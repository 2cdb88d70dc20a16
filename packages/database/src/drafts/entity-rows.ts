import type { EditedKind } from '../edits/edit-record.ts';
import { batchBytes, type LimitedSession, requireTexts } from './edit-limits.ts';

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

/** A row whose body PostgreSQL leaves out if it, or all of them together, are too large. */
interface MeasuredRow extends Omit<EntityRow, 'body'> {
  readonly body: string | null;
}

/** Which entities of a version to read: those with one of the ids, and those with one of the names of their kind. */
export interface Selection {
  readonly ids?: Iterable<string>;
  readonly actions?: Iterable<string>;
  readonly triggers?: Iterable<string>;
  readonly definitions?: Iterable<string>;
}

/** Reads entities of all kinds, in no order. @throws RefusedEdit if they are too large */
export async function readRows(
  tx: LimitedSession,
  versionId: string,
  selection: Selection,
): Promise<readonly EntityRow[]> {
  const [ids, actions, triggers, definitions] = [
    storable(selection.ids),
    storable(selection.actions),
    storable(selection.triggers),
    storable(selection.definitions),
  ];
  if (ids.length + actions.length + triggers.length + definitions.length === 0) return [];
  const rows = await tx.$queryRaw<MeasuredRow[]>`
    select it.kind, it.id, it.name, it.method, it.template, it."operationId", it."schemaHash",
           case when sum(octet_length(it.body)) over () <= ${tx.limits.bytes}
                 and max(octet_length(it.body)) over () <= ${tx.limits.entityBytes} then it.body end as body from (
    select 'action' as kind, id, name, method, template, operation_id as "operationId", null as "schemaHash", body
      from actions where version_id = ${versionId} and (id = any(${ids}::bpchar[]) or name = any(${actions}::text[]))
    union all
    select 'trigger', id, name, method, null, operation_id, null, body
      from triggers where version_id = ${versionId} and (id = any(${ids}::bpchar[]) or name = any(${triggers}::text[]))
    union all
    select 'definition', id, name, null, null, null, encode(schema_hash, 'hex'), body
      from definitions where version_id = ${versionId} and (id = any(${ids}::bpchar[]) or name = any(${definitions}::text[]))
    ) as it`;
  return requireTexts(rows);
}

/** The database has no text with U+0000, and refuses to compare with one. */
export function storable(texts: Iterable<string> = []): readonly string[] {
  return [...texts].filter((text) => !text.includes('\0'));
}

/** Reads the actions and triggers whose bodies contain a text, in batches. @throws RefusedEdit if one is too large */
export async function* eachOperationsWith(
  tx: LimitedSession,
  versionId: string,
  text: string,
): AsyncGenerator<readonly EntityRow[], void, undefined> {
  for (let after = ''; ; ) {
    const rows = await readOperationsWith(tx, versionId, text, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield requireTexts(rows);
    after = last.id;
  }
}

/** Reads as many of them as a batch has, and one at least. PostgreSQL searches all bodies of the version. */
async function readOperationsWith(
  tx: LimitedSession,
  versionId: string,
  text: string,
  after: string,
): Promise<readonly MeasuredRow[]> {
  return tx.$queryRaw<MeasuredRow[]>`
    select it.kind, it.id, it.name, it.method, it.template, it."operationId", it."schemaHash",
           case when octet_length(it.body) <= ${tx.limits.entityBytes} then it.body end as body from (
    select found.*, sum(octet_length(found.body)) over (order by found.id) - octet_length(found.body) as before from (
    select 'action' as kind, id, name, method, template, operation_id as "operationId", null as "schemaHash", body
      from actions where version_id = ${versionId} and id > ${after} and strpos(body, ${text}) > 0
    union all
    select 'trigger', id, name, method, null, operation_id, null, body
      from triggers where version_id = ${versionId} and id > ${after} and strpos(body, ${text}) > 0
    ) as found) as it where it.before < ${batchBytes} order by it.id`;
}

/** Reads the entities with an error, as many as an edit may hold. */
export async function readInvalidRows(
  tx: LimitedSession,
  versionId: string,
  limit: number,
): Promise<readonly EntityRow[]> {
  return tx.$queryRaw<EntityRow[]>`
    select it.kind, it.id, it.name, it.method, it.template, it."operationId", it."schemaHash", it.body from (
    select found.*, sum(octet_length(found.body)) over (order by found.id) as "upTo" from (
    select 'action' as kind, id, name, method, template, operation_id as "operationId", null as "schemaHash", body
      from actions where version_id = ${versionId} and invalid
    union all
    select 'trigger', id, name, method, null, operation_id, null, body
      from triggers where version_id = ${versionId} and invalid
    union all
    select 'definition', id, name, null, null, null, encode(schema_hash, 'hex'), body
      from definitions where version_id = ${versionId} and invalid
    ) as found where octet_length(found.body) <= ${tx.limits.entityBytes}) as it
     where it."upTo" <= ${tx.limits.bytes} order by it.id limit ${limit}`;
}

/** A definition with its schema, as JSON text. */
export interface DefinitionRow extends EntityRow {
  readonly schema: string;
}

interface MeasuredDefinitionRow extends EntityRow {
  readonly schema: string | null;
}

/** Reads the definitions whose schemas contain a text, with their schemas, in batches. @throws RefusedEdit if one is too large */
export async function* eachSchemaWith(
  tx: LimitedSession,
  versionId: string,
  text: string,
): AsyncGenerator<readonly DefinitionRow[], void, undefined> {
  for (let after = ''; ; ) {
    const rows = await readSchemasWith(tx, versionId, text, after);
    const last = rows.at(-1);
    if (last === undefined) return;
    const schemas = requireTexts(rows.map(({ schema }) => ({ body: schema })));
    yield rows.map((row, index) => ({ ...row, schema: schemas[index]?.body ?? '' }));
    after = last.id;
  }
}

async function readSchemasWith(
  tx: LimitedSession,
  versionId: string,
  text: string,
  after: string,
): Promise<readonly MeasuredDefinitionRow[]> {
  return tx.$queryRaw<MeasuredDefinitionRow[]>`
    select 'definition' as kind, it.id, it.name, null as method, null as template, null as "operationId",
           encode(it.schema_hash, 'hex') as "schemaHash", it.body,
           case when octet_length(it.schema) <= ${tx.limits.entityBytes} then it.schema end as schema
      from (select d.*, s.body as schema,
                   sum(octet_length(s.body)) over (order by d.id) - octet_length(s.body) as before
              from definitions d join schemas s on s.hash = d.schema_hash
             where d.version_id = ${versionId} and d.id > ${after} and strpos(s.body, ${text}) > 0) as it
     where it.before < ${batchBytes} order by it.id`;
}

/** Reads schemas by their hashes. @throws RefusedEdit if they are too large */
export async function readSchemas(tx: LimitedSession, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.$queryRaw<{ hash: string; body: string | null }[]>`
    select encode(it.hash, 'hex') as hash,
           case when sum(octet_length(it.body)) over () <= ${tx.limits.bytes}
                 and max(octet_length(it.body)) over () <= ${tx.limits.entityBytes} then it.body end as body
      from schemas as it where it.hash in (select decode(wanted, 'hex') from unnest(${hashes}::text[]) as wanted)`;
  return new Map(requireTexts(rows).map(({ hash, body }) => [hash, body]));
}
