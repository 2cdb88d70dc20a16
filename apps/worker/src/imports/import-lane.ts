import { constants, getPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConsumerOptions, consumeJobs } from '@connectory/queue';
import { type ChildPoolOptions, createChildPool } from './child-pool.ts';
import { type ImportJobDependencies, processImportJob } from './import-job.ts';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';

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

/** How long claims have to be given back once their work was cut off. */
const giveBackMs = 2_500;

/** @returns whether it ended in time. */
async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([
      work.then(() => true),
      pause(Math.max(ms, 0), false, { signal: late.signal }).catch(() => false),
    ]);
  } finally {
    late.abort();
  }
}

/** Steps of niceness below the worker itself, wherever that stands. */
const stepsBelow = { import: 5, 'bulk-import': constants.priority.PRIORITY_BELOW_NORMAL } as const;

/**
 * Imports leave the processor to whoever accepts and answers on the same machine, and bulk work to imports, as far as the operating system
 * can tell: each is done with all that is left.
 */
function childPriority(job: ImportLaneOptions['job']): number {
  return Math.min(getPriority() + stepsBelow[job], constants.priority.PRIORITY_LOW);
}

/**
 * Does one kind of imports with child processes of its own. Lanes share nothing but the machine: however much bulk work waits or
 * runs, an interactive import finds its queue and its children as if there were none.
 */
export function startImportLane(
  dependencies: Omit<ImportJobDependencies, 'children' | 'cutOff'>,
  options: ImportLaneOptions,
): ImportLane {
  const { job, concurrency, around } = options;
  const children = createChildPool({
    entry: new URL('../import-child/import-child.js', import.meta.url),
    size: concurrency,
    priority: childPriority(job),
    logger: dependencies.logger,
    ...countChildren(dependencies.metrics),
    ...dependencies.limits,
  });
  const cutOff = new AbortController();
  const consumer = consumeJobs(job, { ...options.queue, concurrency }, ({ importId }, jobId) =>
    around(() => processImportJob({ ...dependencies, children, cutOff: cutOff.signal }, importId, jobId)),
  );
  return {
    close: async (cutOffMs) => {
      const closed = consumer.close();
      const drained = await endsWithin(closed, cutOffMs);
      if (!drained) cutOff.abort();
      await children.close();
      // What cannot be given back, because the database is away, is taken back once it is stale.
      if (!drained) await endsWithin(closed, giveBackMs);
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
