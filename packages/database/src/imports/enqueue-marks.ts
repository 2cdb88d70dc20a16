import type { Database } from '../postgres/database.ts';

/** An import and the number of its last job. Together they are the id of the job, which is new each time a job is added. */
export interface Enqueueable {
  readonly importId: string;
  readonly enqueues: number;
}

export interface UnqueuedImport extends Enqueueable {
  /** Whether a job was added, which may be lost or may have claimed another import. */
  readonly marked: boolean;
  /** Whether it is part of a bulk re-import. */
  readonly bulk: boolean;
  readonly requestId: string | null;
  /** W3C `traceparent` of the request. */
  readonly traceParent: string | null;
}

/** Rows read by one sweep. The next sweep continues. */
const sweepLimit = 500;

/** Finds queued imports without a job, and then those whose job was added more than `staleAfterMs` ago and may be lost. */
export async function findUnqueuedImports(
  database: Database,
  staleAfterMs: number,
): Promise<readonly UnqueuedImport[]> {
  return database.sql.$queryRaw<UnqueuedImport[]>`
    select id as "importId", enqueues, enqueued_at is not null as "marked", reimport_id is not null as "bulk",
           request_id as "requestId", trace_parent as "traceParent"
      from imports
     where status = 'queued'
       and (enqueued_at is null or enqueued_at < now() - make_interval(secs => ${staleAfterMs / 1000}::float8))
     order by enqueued_at is not null, id limit ${sweepLimit}`;
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

/** Records that adding the job of a queued import failed, so that the next sweep adds one at once. */
export async function markNotEnqueued(database: Database, delivery: Enqueueable): Promise<void> {
  await database.sql.$executeRaw`
    update imports set enqueued_at = null
     where id = ${delivery.importId} and status = 'queued' and enqueues = ${delivery.enqueues}::int`;
}
