import type { JobsOptions } from 'bullmq';

/** The payload of each job: ids, never documents or models. What is to be done is in the database. */
export interface JobPayloads {
  readonly import: { readonly importId: string };
}

export type JobName = keyof JobPayloads;

/** How often and how far apart a job is tried again when its work throws; the database holds the limit over all jobs. */
export const jobOptions: { readonly [Name in JobName]: JobsOptions } = {
  import: {
    attempts: 4,
    backoff: { type: 'exponential', delay: 1_000 },
    // The rows are the record; a finished job has no more to say. By age, not by count: counting deadlocks on PostgreSQL under load.
    removeOnComplete: true,
    removeOnFail: { age: 24 * 3_600 },
  },
};

/** BullMQ runs jobs without a priority first, then by ascending number. */
export const jobPriorities = { interactive: 1, bulk: 100 } as const;

export type JobPriority = keyof typeof jobPriorities;

/** The id of an import's job: a new one for each delivery, since a queue silently ignores an id that it remembers. */
export function importJobId(delivery: { importId: string; enqueues: number }): string {
  return `${delivery.importId}-${delivery.enqueues}`;
}
