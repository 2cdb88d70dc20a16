import { Queue } from 'bullmq';
import { type JobName, type JobPayloads, jobOptions } from './job-catalogue.ts';
import { answerWithin } from './answer-within.ts';
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

/** How long an answer may take before the queue counts as away. */
const answerTimeoutMs = 5_000;

/** How long the parting may take; a queue that is away does not answer it. */
const closeTimeoutMs = 2_000;

/** Each kind of job waits in a queue of its own. */
export function queueName(prefix: string, name: JobName): string {
  return `${prefix}-${name}`;
}

/**
 * Opens the queues for adding jobs to, each when it is first needed: an API process never needs that of bulk work. They need not be
 * reachable: whatever is asked of them meanwhile fails, within seconds.
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
  const use = <Value>(job: JobName, work: (queue: BullQueue) => Promise<Value>): Promise<Value> => {
    const { queue, ready } = queues.get(job) ?? openAgain(job);
    return answerWithin(
      answerTimeoutMs,
      ready.then(() => work(queue)),
    );
  };
  return {
    add: (jobName, jobId, payload) =>
      use(jobName, async (queue) => {
        await queue.add(jobName, payload, { ...jobOptions[jobName], jobId });
      }),
    isAlive: (name, jobId) => use(name, async (queue) => aliveStates.has(await queue.getJobState(jobId))),
    ping: () =>
      use('import', async (queue) => {
        await queue.count();
      }),
    close: async () => {
      await Promise.all([...queues.values()].map((opened) => opened.close()));
    },
  };
}

type BullQueue = ReturnType<typeof buildQueue>;

function buildQueue(backend: ReturnType<typeof connectBackend>, name: string) {
  return backend.factory === undefined
    ? new Queue(name, { connection: backend.connection })
    : new Queue(name, { connection: backend.connection }, backend.factory);
}

interface OpenQueue {
  readonly queue: BullQueue;
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** @param onFailure told when it could not be opened. BullMQ remembers that for ever: another has to be opened in its place. */
function openQueue(options: QueueOptions, job: JobName, onFailure: () => void): OpenQueue {
  const backend = connectBackend(options, 'producer');
  const queue = buildQueue(backend, queueName(options.prefix, job));
  queue.on('error', options.onError);
  const ready = queue.waitUntilReady().then(() => undefined);
  const close = async (): Promise<void> => {
    try {
      await answerWithin(closeTimeoutMs, queue.close());
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      backend.close();
    }
  };
  ready.catch(() => {
    onFailure();
    void close();
  });
  return { queue, ready, close };
}
