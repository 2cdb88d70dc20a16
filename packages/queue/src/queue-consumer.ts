import { UnrecoverableError, Worker } from 'bullmq';
import type { JobName, JobPayloads } from './job-catalogue.ts';
import { connectBackend, type QueueOptions } from './queue-backend.ts';
import { queueName } from './queue-producer.ts';

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

/** Runs `process` for each job of a kind. What it throws is retried with backoff, unless it is a FinalJobError. */
export function consumeJobs<Name extends JobName>(
  jobName: Name,
  options: ConsumerOptions,
  process: (payload: JobPayloads[Name]) => Promise<void>,
): QueueConsumer {
  const backend = connectBackend(options, 'consumer');
  const name = queueName(options.prefix, jobName);
  const settings = {
    concurrency: options.concurrency,
    lockDuration: options.lockDurationMs,
    stalledInterval: options.lockDurationMs,
    // A stalled job is given out again however often: the attempts that count are counted in the database.
    maxStalledCount: 1_000_000,
  };
  const run = async (job: { data: JobPayloads[Name] }): Promise<void> => process(job.data);
  const worker =
    backend.factory === undefined
      ? new Worker(name, run, { connection: backend.connection, ...settings })
      : new Worker(name, run, { connection: backend.connection, ...settings }, backend.factory);
  worker.on('error', options.onError);
  return {
    close: async () => {
      await worker.close();
      await backend.close();
    },
  };
}
