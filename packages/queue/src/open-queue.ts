import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { answerWithin } from './answer-within.ts';
import type { JobName } from './job-catalogue.ts';
import { connectBackend, type QueueOptions } from './queue-backend.ts';

/** Time limit for closing: an unavailable queue does not respond to it. */
const closeTimeoutMs = 2_000;

/** Each kind of job has its own queue. */
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
  /** Undefined with the queue on PostgreSQL. */
  readonly redis: Redis | undefined;
  /** Whether the queue is known to be away. */
  isAway(): boolean;
  /** Why the last attempt to connect failed. */
  lastError(): Error | undefined;
  close(): Promise<void>;
}

/** @param onFailure called if the queue could not be opened. BullMQ never retries that, so the caller must open another one. */
export function openQueue(options: QueueOptions, job: JobName, onFailure: () => void): OpenQueue {
  const backend = connectBackend(options, 'producer');
  const queue = buildQueue(backend, queueName(options.prefix, job));
  queue.on('error', options.onError);
  const ready = queue.waitUntilReady().then(() => undefined);
  const close = async (): Promise<void> => {
    const failed = (error: unknown) => options.onError(error instanceof Error ? error : new Error(String(error)));
    await answerWithin(closeTimeoutMs, queue.close()).catch(failed);
    await backend.close().catch(failed);
  };
  ready.catch(() => {
    onFailure();
    void close();
  });
  const { redis, isAway, lastError } = backend;
  return { queue, ready, redis, isAway, lastError, close };
}
