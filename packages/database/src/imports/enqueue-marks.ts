import type { Database } from '../postgres/database.ts';
import { sqlFragment } from '../postgres/sql-fragment.ts';

/** An import and the number of its last job. Together they are the id of the job, which is new each time a job is added. */
export interface Enqueueable {
  readonly importId: string;
  readonly enqueues: number;
}

export interface UnqueuedImport extends Enqueueable {
  /** Whether it is part of a bulk re-import. */
  readonly bulk: boolean;
  readonly requestId: string | null;
  /** W3C `traceparent` of the request. */
  readonly traceParent: string | null;
}

const unqueuedColumns = sqlFragment`
  imports.id as "importId", imports.enqueues, imports.reimport_id is not null as "bulk", imports.request_id as "requestId",
  imports.trace_parent as "traceParent"`;

/**
 * Takes queued imports without a job, and marks them as having one, which the caller adds. Rows that another sweeper takes are skipped, so
 * that sweepers share the work.
 */
export async function takeUnqueuedImports(database: Database, limit: number): Promise<readonly UnqueuedImport[]> {
  return database.sql.$queryRaw<UnqueuedImport[]>`
    with taken as (
      select id from imports where status = 'queued' and enqueued_at is null
       order by id limit ${limit}::int for update skip locked
    )
    update imports set enqueued_at = now(), enqueues = enqueues + 1 from taken where imports.id = taken.id
    returning ${unqueuedColumns}`;
}

/** Overdue imports of one lane. */
export interface OverdueImports {
  readonly bulk: boolean;
  readonly staleAfterMs: number;
  readonly limit: number;
}

/**
 * Takes queued imports whose job was added more than `staleAfterMs` ago and may be lost, or may have claimed another import. No sweeper
 * takes them again within that time. Their job stays the same.
 */
export async function takeOverdueImports(
  database: Database,
  { bulk, staleAfterMs, limit }: OverdueImports,
): Promise<readonly UnqueuedImport[]> {
  return database.sql.$queryRaw<UnqueuedImport[]>`
    with taken as (
      select id from imports
       where status = 'queued' and enqueued_at < now() - make_interval(secs => ${staleAfterMs / 1000}::float8)
         and (reimport_id is not null) = ${bulk}
       order by id limit ${limit}::int for update skip locked
    )
    update imports set enqueued_at = now() from taken where imports.id = taken.id
    returning ${unqueuedColumns}`;
}

/** Counts the queued imports of one lane. */
export async function countWaitingImports(database: Database, { bulk }: { bulk: boolean }): Promise<number> {
  const [row] = await database.sql.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from imports where status = 'queued' and (reimport_id is not null) = ${bulk}`;
  return row?.count ?? 0;
}

/**
 * Takes the right to add the next job of a queued import, by compare-and-set on `enqueues`: of two sweepers one wins.
 * @returns the number of the new job; undefined when another sweeper won, or the import is no longer queued.
 */
export async function markEnqueued(database: Database, candidate: Enqueueable): Promise<Enqueueable | undefined> {
  const count = await database.sql.$executeRaw`
    update imports set enqueued_at = now(), enqueues = enqueues + 1
     where id = ${candidate.importId} and status = 'queued' and enqueues = ${candidate.enqueues}::int`;
  return count === 1 ? { importId: candidate.importId, enqueues: candidate.enqueues + 1 } : undefined;
}

/** Records that adding the jobs of queued imports failed, so that the next sweep adds them at once. */
export async function markNotEnqueued(database: Database, deliveries: readonly Enqueueable[]): Promise<void> {
  const ids = deliveries.map(({ importId }) => importId);
  const numbers = deliveries.map(({ enqueues }) => enqueues);
  await database.sql.$executeRaw`
    update imports set enqueued_at = null
      from unnest(${ids}::bpchar[], ${numbers}::int[]) as delivery (id, enqueues)
     where imports.id = delivery.id and status = 'queued' and imports.enqueues = delivery.enqueues`;
}
