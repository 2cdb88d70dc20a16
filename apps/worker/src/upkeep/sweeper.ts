import {
  countWaitingImports,
  type Database,
  markEnqueued,
  markNotEnqueued,
  releaseStaleImports,
  takeOverdueImports,
  takeUnqueuedImports,
  type UnqueuedImport,
} from '@connectory/database';
import { importJobId, importJobName, type QueueProducer } from '@connectory/queue';
import { type Logger, withSpan } from '@connectory/runtime';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';

export interface SweepResult {
  /** Imports whose claim was stale, because their worker died or lost its connection. */
  readonly released: number;
  /** Imports whose lost job was added again. */
  readonly enqueued: number;
}

interface SweepDependencies {
  readonly database: Database;
  readonly queue: QueueProducer;
  readonly logger: Logger;
}

/** Rows taken by one statement. Other sweepers take others meanwhile. */
const batchSize = 100;

/**
 * Guarantees that every accepted import ends: releases stale claims and adds lost jobs again. A job gets a new id, because a queue that
 * remembers the old id would silently ignore it. Any number of sweepers may run: they share the rows.
 */
export async function sweepImports(
  dependencies: SweepDependencies,
  staleAfterMs: number,
  stopped?: AbortSignal,
): Promise<SweepResult> {
  const released = await releaseStaleImports(dependencies.database, staleAfterMs);
  // While the queue is unavailable, no row is taken.
  await dependencies.queue.probe();
  let enqueued = await addUnqueued(dependencies, stopped);
  for (const bulk of [false, true]) enqueued += await addOverdue(dependencies, { bulk, staleAfterMs }, stopped);
  return { released, enqueued };
}

/** Adds the jobs of imports without one, as released imports are. @returns their number */
async function addUnqueued(dependencies: SweepDependencies, stopped: AbortSignal | undefined): Promise<number> {
  const { database } = dependencies;
  let enqueued = 0;
  for (;;) {
    const batch = stopped?.aborted === true ? [] : await takeUnqueuedImports(database, batchSize);
    let added = 0;
    try {
      for (const taken of batch) {
        if (stopped?.aborted === true) break;
        await addJob(dependencies, taken);
        added += 1;
      }
    } finally {
      if (added < batch.length) await markNotEnqueued(database, batch.slice(added));
    }
    enqueued += added;
    if (added < batchSize) return enqueued;
  }
}

/**
 * Adds the jobs that are missing in one lane. The job of an import may have claimed another import. That is in order as long as the queue
 * holds a job for each waiting import: otherwise a long queue would collect jobs that find nothing to claim.
 * @returns the number of added jobs
 */
async function addOverdue(
  dependencies: SweepDependencies,
  lane: { readonly bulk: boolean; readonly staleAfterMs: number },
  stopped: AbortSignal | undefined,
): Promise<number> {
  const { database } = dependencies;
  let enqueued = 0;
  for (;;) {
    const missing = await countMissingJobs(dependencies, lane);
    const batch = missing > 0 ? await takeOverdueImports(database, { ...lane, limit: batchSize }) : [];
    let added = 0;
    for (const candidate of batch) {
      if (stopped?.aborted === true || added === missing) break;
      if (await replaceJob(dependencies, candidate)) added += 1;
    }
    enqueued += added;
    if (batch.length < batchSize || stopped?.aborted === true) return enqueued;
  }
}

async function countMissingJobs({ database, queue }: SweepDependencies, lane: { bulk: boolean }): Promise<number> {
  const waiting = await countWaitingImports(database, lane);
  return waiting === 0 ? 0 : waiting - (await queue.countUndelivered(importJobName(lane)));
}

/** @returns whether a job was added; not while its last job is alive, when the import is no longer queued, or has a new job. */
async function replaceJob(dependencies: SweepDependencies, candidate: UnqueuedImport): Promise<boolean> {
  const { database, queue } = dependencies;
  if (await queue.isAlive(importJobName(candidate), importJobId(candidate))) return false;
  const marked = await markEnqueued(database, candidate);
  if (marked === undefined) return false;
  try {
    await addJob(dependencies, { ...candidate, ...marked });
  } catch (error) {
    await markNotEnqueued(database, [marked]);
    throw error;
  }
  return true;
}

async function addJob({ queue, logger }: SweepDependencies, taken: UnqueuedImport): Promise<void> {
  const { importId, requestId, traceParent } = taken;
  const jobId = importJobId(taken);
  await withSpan(
    'enqueue import',
    { kind: 'producer', traceParent, attributes: { 'connectory.import.id': importId, 'connectory.swept': true } },
    () => queue.add(importJobName(taken), jobId, { importId }),
  );
  logger.info({ importId, requestId, jobId }, 'added a lost job again');
}

/** Sweeps every `intervalMs` until stopped. A failed sweep is logged; the next one tries again. */
export function startSweeper(
  dependencies: { database: Database; queue: QueueProducer; logger: Logger; metrics: WorkerMetrics },
  options: { intervalMs: number; staleAfterMs: number },
): { stop(): Promise<void> } {
  const { metrics } = dependencies;
  const stopped = new AbortController();
  let running: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    try {
      const result = await sweepImports(dependencies, options.staleAfterMs, stopped.signal);
      metrics.swept.inc({ action: 'released' }, result.released);
      metrics.swept.inc({ action: 'enqueued' }, result.enqueued);
      if (result.released + result.enqueued > 0) dependencies.logger.warn(result, 'sweep repaired imports');
    } catch (error) {
      metrics.sweepsFailed.inc();
      dependencies.logger.error({ err: error }, 'sweep failed');
    }
  };
  const timer = setInterval(() => {
    // One at a time: sweeps would pile up while the database or the queue is unavailable.
    running ??= sweep().finally(() => (running = undefined));
  }, options.intervalMs);
  return {
    stop: async () => {
      clearInterval(timer);
      stopped.abort();
      await running;
    },
  };
}
