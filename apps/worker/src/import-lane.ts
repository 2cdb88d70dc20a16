import { constants, getPriority } from 'node:os';
import { type ConsumerOptions, consumeJobs } from '@connectory/queue';
import { type ChildPoolOptions, createChildPool } from './child-pool.ts';
import { type ImportJobDependencies, processImportJob } from './import-job.ts';
import type { WorkerMetrics } from './metrics/worker-metrics.ts';

export interface ImportLane {
  /** Takes no new job, and waits for those under way: cut off after `cutOffMs`, they are released for another worker. */
  close(cutOffMs: number): Promise<void>;
}

export interface ImportLaneOptions {
  readonly job: 'import' | 'bulk-import';
  /** Imports at a time, each in a child process. */
  readonly concurrency: number;
  readonly queue: Omit<ConsumerOptions, 'concurrency'>;
  /** Runs each import of this lane, when it likes. */
  readonly around: (work: () => Promise<void>) => Promise<void>;
}

/** Bulk work gets the processor when nothing interactive wants it: its children are below the worker itself, wherever that stands. */
function bulkPriority(): number {
  return Math.min(getPriority() + constants.priority.PRIORITY_BELOW_NORMAL, constants.priority.PRIORITY_LOW);
}

/**
 * Does one kind of imports with child processes of its own. Lanes share nothing but the machine: however much bulk work waits or
 * runs, an interactive import finds its queue and its children as if there were none.
 */
export function startImportLane(
  dependencies: Omit<ImportJobDependencies, 'children'>,
  options: ImportLaneOptions,
): ImportLane {
  const { job, concurrency, around } = options;
  const children = createChildPool({
    entry: new URL('./import-child.js', import.meta.url),
    size: concurrency,
    ...(job === 'bulk-import' ? { priority: bulkPriority() } : {}),
    logger: dependencies.logger,
    ...countChildren(dependencies.metrics),
    ...dependencies.limits,
  });
  const consumer = consumeJobs(job, { ...options.queue, concurrency }, ({ importId }, jobId) =>
    around(() => processImportJob({ ...dependencies, children }, importId, jobId)),
  );
  return {
    close: async (cutOffMs) => {
      const cutOff = setTimeout(() => void children.close(), cutOffMs);
      await consumer.close().finally(() => clearTimeout(cutOff));
      await children.close();
    },
  };
}

function countChildren(metrics: WorkerMetrics): Pick<ChildPoolOptions, 'onStart' | 'onEnd'> {
  return {
    onStart: () => {
      metrics.childrenStarted.inc();
      metrics.children.inc();
    },
    onEnd: (cause) => {
      metrics.childrenEnded.inc({ cause });
      metrics.children.dec();
    },
  };
}
