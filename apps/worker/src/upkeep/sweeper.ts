import {
  type Database,
  findUnqueuedImports,
  markEnqueued,
  markNotEnqueued,
  releaseStaleImports,
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

/**
 * Guarantees that every accepted import ends: releases stale claims and adds lost jobs again. A job gets a new id, because a queue that
 * remembers the old id would silently ignore it. Any number of sweepers may run.
 */
export async function sweepImports(
  dependencies: { database: Database; queue: QueueProducer; logger: Logger },
  staleAfterMs: number,
  stopped?: AbortSignal,
): Promise<SweepResult> {
  const { database, queue, logger } = dependencies;
  const released = await releaseStaleImports(database, staleAfterMs);
  let enqueued = 0;
  for (const candidate of await findUnqueuedImports(database, staleAfterMs)) {
    if (stopped?.aborted === true) break;
    const jobName = importJobName(candidate);
    if (await queue.isAlive(jobName, importJobId(candidate))) continue;
    const marked = await markEnqueued(database, candidate);
    if (marked === undefined) continue;
    const { importId } = marked;
    const { requestId, traceParent } = candidate;
    const jobId = importJobId(marked);
    try {
      await withSpan(
        'enqueue import',
        { kind: 'producer', traceParent, attributes: { 'connectory.import.id': importId, 'connectory.swept': true } },
        () => queue.add(jobName, jobId, { importId }),
      );
    } catch (error) {
      await markNotEnqueued(database, marked);
      throw error;
    }
    logger.info({ importId, requestId, jobId }, 'added a lost job again');
    enqueued += 1;
  }
  return { released, enqueued };
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
