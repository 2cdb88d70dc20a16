import { type JobName, jobNames, type JobPayloads, jobOptions } from './job-catalogue.ts';
import { answerWithin, QueueAwayError } from './answer-within.ts';
import { type BullQueue, type OpenQueue, openQueue } from './open-queue.ts';
import type { QueueOptions } from './queue-backend.ts';
import { probeRedis, refusalOf } from './redis-fitness.ts';

export interface QueueProducer {
  /**
   * Adds a job. Both backends silently ignore an id that they remember, so give each delivery a new id.
   * @param delayMs how long it is not delivered.
   * @throws if the queue cannot be reached: at once when it is known to be away. The database has the work, and the sweeper adds the job
   * later.
   */
  add<Name extends JobName>(name: Name, jobId: string, payload: JobPayloads[Name], delayMs?: number): Promise<void>;
  /** Counts the jobs that are still to be delivered. */
  countUndelivered(name: JobName): Promise<number>;
  /** Whether the job waits, runs or will be retried. */
  isAlive(name: JobName, jobId: string): Promise<boolean>;
  /**
   * Removes jobs of every kind that ended longer than `olderThanMs` ago, in batches. BullMQ itself removes them only when another one ends.
   * @returns the number of removed jobs.
   */
  removeOldJobs(olderThanMs: number): Promise<number>;
  /**
   * Checks that the queue accepts jobs.
   * @returns a warning for the operator, when jobs may be lost.
   * @throws UnfitQueueError when an operator must change the queue, or the error of a queue that cannot be reached.
   */
  probe(): Promise<string | undefined>;
  close(): Promise<void>;
}

const aliveStates: ReadonlySet<string> = new Set([
  'waiting',
  'active',
  'delayed',
  'prioritized',
  'waiting-children',
  'paused',
]);

const undeliveredStates = ['waiting', 'delayed', 'prioritized'] as const;

/** Time limit of one operation, after which the queue counts as unavailable. */
const answerTimeoutMs = 5_000;

/** Jobs removed in one batch. */
const removalLimit = 500;

/**
 * Opens the queues for adding jobs, each at its first use: an API process never needs the bulk queue. While a queue is unavailable, its
 * operations fail within seconds.
 */
export function createQueueProducer(options: QueueOptions): QueueProducer {
  const queues = new Map<JobName, OpenQueue>();
  const openAgain = (job: JobName): OpenQueue => {
    const opened = openQueue(options, job, () => {
      if (queues.get(job) === opened) queues.delete(job);
    });
    queues.set(job, opened);
    return opened;
  };
  const use = async <Value>(
    job: JobName,
    work: (queue: BullQueue, opened: OpenQueue) => Promise<Value>,
  ): Promise<Value> => {
    const opened = queues.get(job) ?? openAgain(job);
    if (opened.isAway()) throw refusalOf(opened.lastError()) ?? new QueueAwayError();
    try {
      return await answerWithin(
        answerTimeoutMs,
        opened.ready.then(() => work(opened.queue, opened)),
      );
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
  };
  return {
    add: (jobName, jobId, payload, delayMs = 0) =>
      use(jobName, async (queue) => {
        await queue.add(jobName, payload, { ...jobOptions[jobName], jobId, delay: delayMs });
      }),
    countUndelivered: (name) => use(name, (queue) => queue.getJobCountByTypes(...undeliveredStates)),
    isAlive: (name, jobId) => use(name, async (queue) => aliveStates.has(await queue.getJobState(jobId))),
    removeOldJobs: async (olderThanMs) => {
      let removed = 0;
      for (const job of jobNames) {
        for (const state of ['failed', 'completed'] as const)
          removed += (await use(job, (queue) => queue.clean(olderThanMs, removalLimit, state))).length;
      }
      return removed;
    },
    probe: () =>
      use('import', async (queue, { redis }) => {
        if (redis !== undefined) return probeRedis(redis, options.prefix);
        await queue.count();
        return undefined;
      }),
    close: async () => {
      await Promise.all([...queues.values()].map((opened) => opened.close()));
    },
  };
}
