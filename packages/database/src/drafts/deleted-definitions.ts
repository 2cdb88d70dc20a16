import type { SqlSession } from '../postgres/sql-session.ts';
import { batchBytes, type LimitedSession, requireTexts } from './edit-limits.ts';
import { type EntityRow, storable } from './entity-rows.ts';

/** The definitions to delete. */
export type DeletedDefinitions = 'all' | { readonly ids: readonly string[]; readonly names: readonly string[] };

/** What is known of a definition without reading its body or schema. */
export interface MeasuredDefinition {
  readonly id: string;
  readonly name: string;
  readonly schemaHash: string;
  /** Bytes of its schema. */
  readonly bytes: number;
}

/** Finds definitions, in the order of their ids. */
export async function measureDefinitions(
  tx: SqlSession,
  versionId: string,
  selected: DeletedDefinitions,
): Promise<readonly MeasuredDefinition[]> {
  const { ids, names } = selected === 'all' ? { ids: [], names: [] } : selected;
  return tx.$queryRaw<MeasuredDefinition[]>`
    select d.id, d.name, encode(d.schema_hash, 'hex') as "schemaHash", octet_length(s.body) as bytes
      from definitions d join schemas s on s.hash = d.schema_hash
     where d.version_id = ${versionId}
       and (${selected === 'all'} or d.id = any(${storable(ids)}::text[]) or d.name = any(${storable(names)}::text[]))
     order by d.id`;
}

/** Reads definitions in batches, of which one is held at a time. @throws RefusedEdit if the body of one is too large to be parsed */
export async function* eachDefinition(
  tx: LimitedSession,
  versionId: string,
  ids: readonly string[],
): AsyncGenerator<readonly EntityRow[], void, undefined> {
  for (let after = ''; ; ) {
    const rows = await tx.$queryRaw<(Omit<EntityRow, 'body'> & { readonly body: string | null })[]>`
      select 'definition' as kind, it.id, it.name, null as method, null as template, null as "operationId",
             encode(it.schema_hash, 'hex') as "schemaHash",
             case when octet_length(it.body) <= ${tx.limits.entityBytes} then it.body end as body
        from (select *, sum(octet_length(body)) over (order by id) - octet_length(body) as before
                from definitions where version_id = ${versionId} and id > ${after} and id = any(${ids}::text[])) as it
       where it.before < ${batchBytes} order by it.id`;
    const last = rows.at(-1);
    if (last === undefined) return;
    yield requireTexts(rows);
    after = last.id;
  }
}

/** Finds the definitions whose `referencedBy` names an entity, without reading that entity. */
export async function findReferredBy(tx: SqlSession, versionId: string, id: string): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select id from definitions where version_id = ${versionId} and strpos(body, ${id}) > 0 order by id`;
  return rows.map((row) => row.id);
}

/** The bytes of entities, with those of the schemas of definitions, by their ids. */
export async function measureEntities(
  tx: SqlSession,
  versionId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; bytes: number }[]>`
    select id, octet_length(body) as bytes from actions where version_id = ${versionId} and id = any(${ids}::text[])
    union all
    select id, octet_length(body) from triggers where version_id = ${versionId} and id = any(${ids}::text[])
    union all
    select d.id, octet_length(d.body) + octet_length(s.body)
      from definitions d join schemas s on s.hash = d.schema_hash
     where d.version_id = ${versionId} and d.id = any(${ids}::text[])`;
  return new Map(rows.map(({ id, bytes }) => [id, bytes]));
}

/** Divides a list into groups of a batch each, of one item at least. */
export function* inBatches<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
): Generator<readonly Item[], void, undefined> {
  let batch: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    if (batch.length > 0 && bytes + bytesOf(item) > batchBytes) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(item);
    bytes += bytesOf(item);
  }
  if (batch.length > 0) yield batch;
}
