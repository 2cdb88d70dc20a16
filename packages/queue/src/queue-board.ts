import type { BaseAdapter } from '@bull-board/api/baseAdapter';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Queue } from 'bullmq';
import { answerWithin } from './answer-within.ts';
import { jobNames } from './job-catalogue.ts';
import { type OpenQueue, openQueue } from './open-queue.ts';
import type { QueueOptions } from './queue-backend.ts';

/** The queues for the dashboard. They are opened at the first request, because most processes never need them. */
export interface QueueBoard {
  /** @throws if the queues cannot be reached. A later call may succeed. */
  adapters(): Promise<readonly BaseAdapter[]>;
  close(): Promise<void>;
}

/** Time limit for opening the queues. */
const openTimeoutMs = 5_000;

export function createQueueBoard(options: QueueOptions): QueueBoard {
  let opened: { readonly queues: readonly OpenQueue[]; readonly adapters: readonly BaseAdapter[] } | undefined;
  const open = (): NonNullable<typeof opened> => {
    const queues = jobNames.map((job) => openQueue(options, job, () => (opened = undefined)));
    // The adapter's type names queues on Redis only, but it accepts both.
    return (opened = { queues, adapters: queues.map(({ queue }) => new BullMQAdapter(queue as Queue)) });
  };
  return {
    adapters: async () => {
      const { queues, adapters } = opened ?? open();
      await answerWithin(openTimeoutMs, Promise.all(queues.map(({ ready }) => ready)));
      return adapters;
    },
    close: async () => {
      await Promise.all(opened?.queues.map((queue) => queue.close()) ?? []);
    },
  };
}
