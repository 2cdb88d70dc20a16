import { Queue } from 'bullmq';
import { answerWithin } from './answer-within.ts';
import type { JobName } from './job-catalogue.ts';
import { connectBackend, type QueueOptions } from './queue-backend.ts';

/** How long the parting may take; a queue that is away does not answer it. */
const closeTimeoutMs = 2_000;

/** Each kind of job waits in a queue of its own. */
export function queueName(prefix: string, name: JobName): string {
  return `${prefix}-${name}`;
}

export type BullQueue = ReturnType<typeof buildQueue>;

function buildQueue(backend: ReturnType<typeof connectBackend>, name: string) {
  return backend.factory === undefined
    ? new Queue(name, { connection: backend.connection })
    : new Queue(name, { connection: backend.connection }, backend.factory);
}

export interface OpenQueue {
  readonly queue: BullQueue;
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** @param onFailure told when it could not be opened. BullMQ remembers that for ever: another has to be opened in its place. */
export function openQueue(options: QueueOptions, job: JobName, onFailure: () => void): OpenQueue {
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
