import { constants, getPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@connectory/database';
import { type ConsumerOptions, consumeJobs } from '@connectory/queue';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';
import { type ChildPoolOptions, createChildPool } from './child-pool.ts';
import { type ImportJobDependencies, processImportJob } from './import-job.ts';

export interface ImportLane {
  /** Takes no new jobs and waits for running ones. After `cutOffMs` these are killed and released for another worker. */
  close(cutOffMs: number): Promise<void>;
}

export interface ImportLaneOptions {
  readonly job: 'import' | 'bulk-import';
  /** Concurrent imports, each in a child process. */
  readonly concurrency: number;
  readonly queue: Omit<ConsumerOptions, 'concurrency'>;
  /** Opens the connection for the imports of one child. */
  readonly openDatabase: () => Database;
  /** Running imports of one organisation, from which on others go first; 0 for no limit. */
  readonly maxRunning: number;
  /** Wraps each import of this lane, for example to delay it. */
  readonly around: (work: () => Promise<void>) => Promise<void>;
}

/** Time to release claims after their work was cut off. */
const releaseClaimsMs = 2_500;

/** @returns whether the work ended in time. */
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

/** How much lower the children's priority is than the worker's own, in steps of niceness. */
const priorityOffsets = { import: 5, 'bulk-import': constants.priority.PRIORITY_BELOW_NORMAL } as const;

/** The API on the same machine gets the processor before imports, and imports get it before bulk work. */
function childPriority(job: ImportLaneOptions['job']): number {
  return Math.min(getPriority() + priorityOffsets[job], constants.priority.PRIORITY_LOW);
}

/**
 * Consumes one kind of import jobs with a child pool of its own. Lanes share nothing but the machine, so waiting bulk work never takes
 * the queue or the children of interactive imports.
 */
export function startImportLane(
  dependencies: Omit<ImportJobDependencies, 'children' | 'claimedLane' | 'cutOff'>,
  options: ImportLaneOptions,
): ImportLane {
  const { job, concurrency, around } = options;
  const children = createChildPool({
    entry: new URL('../import-child/import-child.js', import.meta.url),
    size: concurrency,
    priority: childPriority(job),
    logger: dependencies.logger,
    openDatabase: options.openDatabase,
    ...countChildren(dependencies.metrics),
    ...dependencies.limits,
  });
  const { slots, slotsUsed } = dependencies.metrics;
  slots.set({ lane: job }, concurrency);
  slotsUsed.set({ lane: job }, 0);
  const inSlot = async (work: () => Promise<void>): Promise<void> => {
    slotsUsed.inc({ lane: job });
    await work().finally(() => slotsUsed.dec({ lane: job }));
  };
  const cutOff = new AbortController();
  const claimedLane = { lane: job, maxRunning: options.maxRunning };
  const consumer = consumeJobs(job, { ...options.queue, concurrency }, (_payload, jobId) =>
    inSlot(() =>
      around(() => processImportJob({ ...dependencies, claimedLane, children, cutOff: cutOff.signal }, jobId)),
    ),
  );
  return {
    close: async (cutOffMs) => {
      const closed = consumer.close();
      const drained = await endsWithin(closed, cutOffMs);
      if (!drained) cutOff.abort();
      await children.close();
      // A claim that cannot be released because the database is unavailable is released once it is stale.
      if (!drained) await endsWithin(closed, releaseClaimsMs);
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
