import { Queue } from 'bullmq';
import { type JobName, type JobPayloads, type JobPriority, jobOptions, jobPriorities } from './job-catalogue.ts';
import { connectBackend, type QueueOptions } from './queue-backend.ts';

export interface QueueProducer {
  /**
   * Adds a job. An id that the queue remembers is silently not added again, on both backends: give a new one for each delivery.
   * @throws when the queue cannot be reached; what it was for is in the database, and the sweeper adds the job later.
   */
  add<Name extends JobName>(
    name: Name,
    jobId: string,
    payload: JobPayloads[Name],
    priority: JobPriority,
  ): Promise<void>;
  /** Whether the job waits, runs or is to be tried again. */
  isAlive(name: JobName, jobId: string): Promise<boolean>;
  /** @throws when the queue cannot be reached. */
  ping(): Promise<void>;
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

export function queueName(prefix: string, name: JobName): string {
  return `${prefix}-${name}`;
}

/** Opens a queue for adding jobs to. */
export function createQueueProducer(options: QueueOptions): QueueProducer {
  const backend = connectBackend(options, 'producer');
  const name = queueName(options.prefix, 'import');
  const queue =
    backend.factory === undefined
      ? new Queue(name, { connection: backend.connection })
      : new Queue(name, { connection: backend.connection }, backend.factory);
  queue.on('error', options.onError);
  return {
    add: async (jobName, jobId, payload, priority) => {
      await queue.add(jobName, payload, { ...jobOptions[jobName], jobId, priority: jobPriorities[priority] });
    },
    isAlive: async (_name, jobId) => aliveStates.has(await queue.getJobState(jobId)),
    ping: async () => {
      await queue.count();
    },
    close: async () => {
      await queue.close();
      await backend.close();
    },
  };
}
