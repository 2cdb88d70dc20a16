import type { QueueProducer } from './queue-producer.ts';
import { UnfitQueueError } from './redis-fitness.ts';

/** Checks regularly that the queue accepts jobs, and logs each change. */
export interface QueueCheck {
  /** @throws UnfitQueueError, or the error of a queue that cannot be reached. */
  readonly run: () => Promise<void>;
  /** What an operator must change before the queue accepts jobs, as the last check found it. */
  fault(): UnfitQueueError | undefined;
  stop(): void;
}

interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(facts: object, text: string): void;
}

export interface QueueCheckOptions {
  readonly queue: Pick<QueueProducer, 'probe'>;
  readonly log: Log;
  /** Logs when the queue cannot be reached, and when it is back. */
  readonly outages: { failed(error: Error): void; responded(): void };
}

const intervalMs = 5_000;

export function startQueueCheck({ queue, log, outages }: QueueCheckOptions): QueueCheck {
  let fault: UnfitQueueError | undefined;
  let warning: string | undefined;
  const run = async (): Promise<void> => {
    try {
      const found = await queue.probe();
      if (fault !== undefined && !fault.isUnmigrated) log.info('the queue accepts jobs again');
      if (found !== undefined && found !== warning) log.warn(`the queue ${found}`);
      [fault, warning] = [undefined, found];
      outages.responded();
    } catch (error) {
      if (!(error instanceof UnfitQueueError)) {
        outages.failed(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
      if (error.summary !== fault?.summary && !error.isUnmigrated)
        log.error({ err: error }, `the queue ${error.summary}`);
      fault = error;
      throw error;
    }
  };
  const timer = setInterval(() => void run().catch(() => undefined), intervalMs).unref();
  return { run, fault: () => fault, stop: () => clearInterval(timer) };
}
