import {
  type Database,
  findUnqueuedImports,
  markEnqueued,
  markNotEnqueued,
  releaseStaleImports,
} from '@connectory/database';
import { importJobId, importJobName, type QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';

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
  dependencies: { database: Database; queue: QueueProducer },
  staleAfterMs: number,
): Promise<SweepResult> {
  const { database, queue } = dependencies;
  const released = await releaseStaleImports(database, staleAfterMs);
  let enqueued = 0;
  for (const candidate of await findUnqueuedImports(database, staleAfterMs)) {
    const jobName = importJobName(candidate);
    if (await queue.isAlive(jobName, importJobId(candidate))) continue;
    const marked = await markEnqueued(database, candidate);
    if (marked === undefined) continue;
    try {
      await queue.add(jobName, importJobId(marked), { importId: marked.importId });
    } catch (error) {
      await markNotEnqueued(database, marked);
      throw error;
    }
    enqueued += 1;
  }
  return { released, enqueued };
}

/** Sweeps every `intervalMs` until stopped; a sweep that fails is logged, and the next one tries again. */
export function startSweeper(
  dependencies: { database: Database; queue: QueueProducer; logger: Logger },
  options: { intervalMs: number; staleAfterMs: number },
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  const sweep = async (): Promise<void> => {
    try {
      const result = await sweepImports(dependencies, options.staleAfterMs);
      if (result.released + result.enqueued > 0) dependencies.logger.warn(result, 'swept');
    } catch (error) {
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
      await running;
    },
  };
}
