import { setTimeout as pause } from 'node:timers/promises';
import { UnrecoverableError, Worker } from 'bullmq';
import { answerWithin } from './answer-within.ts';
import type { JobName, JobPayloads } from './job-catalogue.ts';
import { connectBackend, type QueueOptions } from './queue-backend.ts';
import { queueName } from './open-queue.ts';

export interface QueueConsumer {
  /** Takes no new job and waits for those under way. */
  close(): Promise<void>;
}

export interface ConsumerOptions extends QueueOptions {
  /** Jobs under way at once. */
  readonly concurrency: number;
  /** How long a job of a dead worker stays locked. */
  readonly lockDurationMs: number;
}

/** Thrown by a processor: the job is not tried again, whatever attempts are left. */
export class FinalJobError extends UnrecoverableError {}

/** Pause after the queue could not be reached. */
const retryDelayMs = 1_000;

/** How long the parting may take once no job is under way; a queue that is away does not answer it, and its jobs are given out again. */
const closeTimeoutMs = 3_000;

/**
 * Runs `process` for each job of a kind. What it throws is retried with backoff, unless it is a FinalJobError. The queue need not be
 * reachable: it is waited for, at the start and whenever it is lost.
 */
export function consumeJobs<Name extends JobName>(
  jobName: Name,
  options: ConsumerOptions,
  process: (payload: JobPayloads[Name], jobId: string) => Promise<void>,
): QueueConsumer {
  const underWay = new Set<Promise<void>>();
  const stopped = new AbortController();
  const run = (job: { id?: string | undefined; data: JobPayloads[Name] }): Promise<void> => {
    const processing = process(job.data, job.id ?? '').finally(() => underWay.delete(processing));
    underWay.add(processing);
    return processing;
  };
  let current: OpenWorker | undefined;
  const consume = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      current = openWorker(queueName(options.prefix, jobName), options, run);
      try {
        await current.worker.waitUntilReady();
        await current.worker.run();
      } catch (error) {
        options.onError(error instanceof Error ? error : new Error(String(error)));
      }
      if (stopped.signal.aborted) return;
      // BullMQ remembers for ever that it could not be opened: another takes its place.
      await current.close();
      await pause(retryDelayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  void consume();
  return {
    close: async () => {
      stopped.abort();
      // From now on it takes no job; those under way end by themselves, whether the queue can be told of it or not.
      const closed = current?.worker.close();
      await Promise.allSettled(underWay);
      await current?.close(closed);
      // One may have been handed over at the last moment.
      await Promise.allSettled(underWay);
    },
  };
}

interface OpenWorker {
  readonly worker: {
    waitUntilReady(): Promise<unknown>;
    run(): Promise<void>;
    close(): Promise<void>;
  };
  close(closed?: Promise<void>): Promise<void>;
}

function openWorker<Payload>(
  name: string,
  options: ConsumerOptions,
  run: (job: { id?: string | undefined; data: Payload }) => Promise<void>,
): OpenWorker {
  const backend = connectBackend(options, 'consumer');
  const settings = {
    autorun: false,
    concurrency: options.concurrency,
    lockDuration: options.lockDurationMs,
    stalledInterval: options.lockDurationMs,
    runRetryDelay: retryDelayMs,
    // A stalled job is given out again however often: the attempts that count are counted in the database.
    maxStalledCount: 1_000_000,
  };
  const worker =
    backend.factory === undefined
      ? new Worker(name, run, { connection: backend.connection, ...settings })
      : new Worker(name, run, { connection: backend.connection, ...settings }, backend.factory);
  worker.on('error', options.onError);
  return {
    worker,
    close: async (closed = worker.close(true)) => {
      try {
        await answerWithin(closeTimeoutMs, closed);
      } catch (error) {
        options.onError(error instanceof Error ? error : new Error(String(error)));
      } finally {
        backend.close();
      }
    },
  };
}
