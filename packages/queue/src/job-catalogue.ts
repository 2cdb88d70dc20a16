import type { JobsOptions } from 'bullmq';

/** The payload of each job: ids, never documents or models. What is to be done is in the database. */
export interface JobPayloads {
  /** An import that somebody waits for. */
  readonly import: { readonly importId: string };
  /** An import of a bulk re-import: the same work in a queue of its own, so that nothing interactive ever waits behind it. */
  readonly 'bulk-import': { readonly importId: string };
}

export type JobName = keyof JobPayloads;

const importOptions: JobsOptions = {
  attempts: 4,
  backoff: { type: 'exponential', delay: 1_000 },
  // The rows are the record; a finished job has no more to say. By age, not by count: counting deadlocks on PostgreSQL under load.
  removeOnComplete: true,
  removeOnFail: { age: 24 * 3_600 },
};

/** How often and how far apart a job is tried again when its work throws; the database holds the limit over all jobs. */
export const jobOptions: { readonly [Name in JobName]: JobsOptions } = {
  import: importOptions,
  'bulk-import': importOptions,
};

export const jobNames: readonly JobName[] = Object.keys(jobOptions).filter(isJobName);

function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobOptions, name);
}

/** The id of an import's job: a new one for each delivery, since a queue silently ignores an id that it remembers. */
export function importJobId(delivery: { importId: string; enqueues: number }): string {
  return `${delivery.importId}-${delivery.enqueues}`;
}

/** Which job does an import: those of a bulk re-import wait in a queue of their own. */
export function importJobName(delivery: { bulk: boolean }): 'import' | 'bulk-import' {
  return delivery.bulk ? 'bulk-import' : 'import';
}
