import {
  countWaitingImports,
  type Database,
  findUnqueuedImports,
  markEnqueued,
  markNotEnqueued,
  releaseStaleImports,
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

/**
 * Guarantees that every accepted import ends: releases stale claims and adds lost jobs again. A job gets a new id, because a queue that
 * remembers the old id would silently ignore it. Any number of sweepers may run.
 */
export async function sweepImports(
  dependencies: SweepDependencies,
  staleAfterMs: number,
  stopped?: AbortSignal,
): Promise<SweepResult> {
  const { database } = dependencies;
  const released = await releaseStaleImports(database, staleAfterMs);
  const jobs = countMissingJobs(dependencies);
  let enqueued = 0;
  for (const candidate of await findUnqueuedImports(database, staleAfterMs)) {
    if (stopped?.aborted === true) break;
    if (!(await jobs.isMissing(candidate)) || !(await addJob(dependencies, candidate))) continue;
    jobs.countAdded(candidate);
    enqueued += 1;
  }
  return { released, enqueued };
}

interface MissingJobs {
  isMissing(candidate: UnqueuedImport): Promise<boolean>;
  countAdded(candidate: UnqueuedImport): void;
}

/**
 * The job of an import may have claimed another import. That is in order as long as the queue holds a job for each waiting import of the
 * lane, so only missing ones are added: otherwise a long queue would collect jobs that find nothing to claim.
 */
function countMissingJobs({ database, queue }: SweepDependencies): MissingJobs {
  const missing = new Map<boolean, number>();
  const countMissing = async (lane: UnqueuedImport): Promise<number> =>
    missing.get(lane.bulk) ??
    (await countWaitingImports(database, lane)) - (await queue.countUndelivered(importJobName(lane)));
  return {
    isMissing: async (candidate) => {
      if (!candidate.marked) return true;
      const count = await countMissing(candidate);
      missing.set(candidate.bulk, count);
      return count > 0 && !(await queue.isAlive(importJobName(candidate), importJobId(candidate)));
    },
    countAdded: ({ bulk }) => {
      const count = missing.get(bulk);
      if (count !== undefined) missing.set(bulk, count - 1);
    },
  };
}

/** @returns whether it was added; not when another sweeper has added one, or the import is no longer queued. */
async function addJob({ database, queue, logger }: SweepDependencies, candidate: UnqueuedImport): Promise<boolean> {
  const marked = await markEnqueued(database, candidate);
  if (marked === undefined) return false;
  const { importId } = marked;
  const { requestId, traceParent } = candidate;
  const jobId = importJobId(marked);
  try {
    await withSpan(
      'enqueue import',
      { kind: 'producer', traceParent, attributes: { 'connectory.import.id': importId, 'connectory.swept': true } },
      () => queue.add(importJobName(candidate), jobId, { importId }),
    );
  } catch (error) {
    await markNotEnqueued(database, marked);
    throw error;
  }
  logger.info({ importId, requestId, jobId }, 'added a lost job again');
  return true;
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
