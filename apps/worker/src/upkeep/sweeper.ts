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
  /** Imports taken from workers that are dead or cut off. */
  readonly released: number;
  /** Imports whose job was lost and added anew. */
  readonly enqueued: number;
}

/**
 * The guarantee that every accepted import ends: whatever the queue lost is added again, under a new job id, since a queue that
 * remembers the old one would silently ignore it. Any number of sweepers may run.
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
    logger.info({ importId, requestId, jobId }, 'job of the import was lost, another added');
    enqueued += 1;
  }
  return { released, enqueued };
}

/** Sweeps every `intervalMs` until stopped; a sweep that fails is logged, and the next one tries again. */
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
      metrics.swept.inc({ what: 'released' }, result.released);
      metrics.swept.inc({ what: 'enqueued' }, result.enqueued);
      if (result.released + result.enqueued > 0) dependencies.logger.warn(result, 'swept');
    } catch (error) {
      metrics.sweepsFailed.inc();
      dependencies.logger.error({ err: error }, 'sweep failed');
    }
  };
  const timer = setInterval(() => {
    // One at a time: while the world is away, they would pile up.
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
