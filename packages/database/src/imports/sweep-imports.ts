import type { Database } from '../postgres/database.ts';
import { importChannel } from './import-channel.ts';

/** An import and the number of its job: together they name the job, anew each time one is added. */
export interface Enqueueable {
  readonly importId: string;
  readonly enqueues: number;
}

export interface UnqueuedImport extends Enqueueable {
  /** Part of a bulk re-import. */
  readonly bulk: boolean;
  readonly requestId: string | null;
  /** The trace that its request belongs to, as W3C's `traceparent`. */
  readonly traceParent: string | null;
}

/** Rows looked at in one sweep; the next sweep goes on. */
const sweepLimit = 500;

/**
 * `running → queued` for imports whose heartbeat is older than `staleAfterMs`: their worker is dead or cut off. A row that a
 * transaction holds is being persisted, by whoever claims it: it is left alone, not waited for.
 * @returns how many.
 */
export async function releaseStaleImports(database: Database, staleAfterMs: number): Promise<number> {
  const rows = await database.prisma.$queryRaw<unknown[]>`
    with stale as (
      select id from imports
       where status = 'running' and heartbeat_at < now() - make_interval(secs => ${staleAfterMs / 1000}::float8)
         for update skip locked
    ), changed as (
      update imports
         set status = 'queued', stage = 'queued', claim_token = null, heartbeat_at = null, revision = revision + 1,
             progress_done = 0, progress_total = 0, enqueued_at = null
        from stale where imports.id = stale.id
      returning imports.id, imports.status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
  return rows.length;
}

/** Imports that are queued and whose job, added at least `staleAfterMs` ago or never, may have been lost. */
export async function findUnqueuedImports(
  database: Database,
  staleAfterMs: number,
): Promise<readonly UnqueuedImport[]> {
  return database.prisma.$queryRaw<UnqueuedImport[]>`
    select id as "importId", enqueues, reimport_id is not null as "bulk", request_id as "requestId", trace_parent as "traceParent"
      from imports
     where status = 'queued'
       and (enqueued_at is null or enqueued_at < now() - make_interval(secs => ${staleAfterMs / 1000}::float8))
     order by id limit ${sweepLimit}`;
}

/**
 * Takes the right to add the next job of a queued import, by compare-and-set on the number of jobs so far: of two sweepers one wins.
 * @returns the new number, or undefined when another was faster or the import is no longer queued.
 */
export async function markEnqueued(database: Database, candidate: Enqueueable): Promise<Enqueueable | undefined> {
  const count = await database.prisma.$executeRaw`
    update imports set enqueued_at = now(), enqueues = enqueues + 1
     where id = ${candidate.importId} and status = 'queued' and enqueues = ${candidate.enqueues}::int`;
  return count === 1 ? { importId: candidate.importId, enqueues: candidate.enqueues + 1 } : undefined;
}

/** Says that the job of a queued import could not be added: the next sweep adds one, without waiting until this one is overdue. */
export async function markNotEnqueued(database: Database, delivery: Enqueueable): Promise<void> {
  await database.prisma.$executeRaw`
    update imports set enqueued_at = null
     where id = ${delivery.importId} and status = 'queued' and enqueues = ${delivery.enqueues}::int`;
}
