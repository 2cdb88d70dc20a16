import { Queue } from 'bullmq';
import { type JobName, type JobPayloads, jobOptions } from './job-catalogue.ts';
import { connectBackend, type QueueOptions } from './queue-backend.ts';

export interface QueueProducer {
  /**
   * Adds a job. An id that the queue remembers is silently not added again, on both backends: give a new one for each delivery.
   * @throws when the queue cannot be reached; what it was for is in the database, and the sweeper adds the job later.
   */
  add<Name extends JobName>(name: Name, jobId: string, payload: JobPayloads[Name]): Promise<void>;
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

/** Each kind of job waits in a queue of its own. */
export function queueName(prefix: string, name: JobName): string {
  return `${prefix}-${name}`;
}

/** Opens the queues for adding jobs to, each when it is first needed: an API process never needs that of bulk work. */
export function createQueueProducer(options: QueueOptions): QueueProducer {
  const backend = connectBackend(options, 'producer');
  const queues = new Map<JobName, ReturnType<typeof openQueue>>();
  const queueOf = (job: JobName): ReturnType<typeof openQueue> => {
    const open = queues.get(job);
    if (open !== undefined) return open;
    const queue = openQueue(backend, queueName(options.prefix, job));
    queue.on('error', options.onError);
    queues.set(job, queue);
    return queue;
  };
  return {
    add: async (jobName, jobId, payload) => {
      await queueOf(jobName).add(jobName, payload, { ...jobOptions[jobName], jobId });
    },
    isAlive: async (name, jobId) => aliveStates.has(await queueOf(name).getJobState(jobId)),
    ping: async () => {
      await queueOf('import').count();
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await backend.close();
    },
  };
}

function openQueue(backend: ReturnType<typeof connectBackend>, name: string) {
  return backend.factory === undefined
    ? new Queue(name, { connection: backend.connection })
    : new Queue(name, { connection: backend.connection }, backend.factory);
}
