import type { JobsOptions } from 'bullmq';

/**
 * The payload of each job: ids, never documents or models. The database has the work itself. A job is a token to work: it names the import
 * that it was added for, but the database decides which import it claims.
 */
export interface JobPayloads {
  /** For an interactive import: a client waits for it. */
  readonly import: { readonly importId: string };
  /** For an import of a bulk re-import. It has its own queue, so that interactive imports never wait behind it. */
  readonly 'bulk-import': { readonly importId: string };
}

export type JobName = keyof JobPayloads;

const importOptions: JobsOptions = {
  attempts: 4,
  backoff: { type: 'exponential', delay: 1_000 },
  // Completed jobs are not needed, because the rows are the record. Removed by age, because removal by count deadlocks on PostgreSQL.
  removeOnComplete: true,
  removeOnFail: { age: 24 * 3_600 },
};

/** Retries of a job whose work throws. The database limits the attempts over all jobs of an import. */
export const jobOptions: { readonly [Name in JobName]: JobsOptions } = {
  import: importOptions,
  'bulk-import': importOptions,
};

export const jobNames: readonly JobName[] = Object.keys(jobOptions).filter(isJobName);

function isJobName(name: string): name is JobName {
  return Object.hasOwn(jobOptions, name);
}

/** The id of an import's job. Each delivery has a new id, because a queue silently ignores an id that it remembers. */
export function importJobId(delivery: { importId: string; enqueues: number }): string {
  return `${delivery.importId}-${delivery.enqueues}`;
}

/** The job name of an import: imports of a bulk re-import have their own queue. */
export function importJobName(delivery: { bulk: boolean }): 'import' | 'bulk-import' {
  return delivery.bulk ? 'bulk-import' : 'import';
}
