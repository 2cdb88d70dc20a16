import { setTimeout as pause } from 'node:timers/promises';
import { UnrecoverableError, Worker } from 'bullmq';
import { answerWithin } from './answer-within.ts';
import type { JobName, JobPayloads } from './job-catalogue.ts';
import { connectBackend, type QueueOptions } from './queue-backend.ts';
import { queueName } from './open-queue.ts';

export interface QueueConsumer {
  /** Takes no new jobs and waits for running ones. */
  close(): Promise<void>;
}

export interface ConsumerOptions extends QueueOptions {
  /** Concurrent jobs. */
  readonly concurrency: number;
  /** Time for which the job of a dead worker stays locked. */
  readonly lockDurationMs: number;
}

/** Thrown by a processor to end the job without a retry. */
export class FinalJobError extends UnrecoverableError {}

/** Pause before the next try to reach the queue. */
const retryDelayMs = 1_000;

/** Time limit for closing after the last job. An unavailable queue does not respond, and delivers its jobs again later. */
const closeTimeoutMs = 3_000;

/**
 * Runs `process` for each job of a kind. If it throws, the job is retried with backoff, except for a FinalJobError. While the queue is
 * unavailable, at start or later, the consumer waits for it.
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
      // BullMQ never retries a failed opening, so a new worker replaces this one.
      await current.close();
      await pause(retryDelayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  void consume();
  return {
    close: async () => {
      stopped.abort();
      // It takes no more jobs from here on. Running jobs end, even if the queue is unavailable.
      const closed = current?.worker.close();
      await Promise.allSettled(underWay);
      await current?.close(closed);
      // A job may have been delivered just before the close.
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
    // Stalled jobs are delivered again without limit, because the database counts the attempts.
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
      const failed = (error: unknown) => options.onError(error instanceof Error ? error : new Error(String(error)));
      await answerWithin(closeTimeoutMs, closed).catch(failed);
      await backend.close().catch(failed);
    },
  };
}
