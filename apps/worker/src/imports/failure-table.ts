import { faultOf, type FaultKind } from '@connectory/database';
import { ForgedRowsError } from '@connectory/encoding';
import { ImportDefectError } from './import-defect-error.ts';

/**
 * `retry`: a retry may succeed soon. `outage`: the database is at fault, and the attempt does not count. `final`: a retry would fail the
 * same way.
 */
export type AttemptVerdict = 'retry' | 'outage' | 'final';

/** What a failed attempt means: whether it is repeated and when, and what a client reads about it. */
export interface AttemptFailure {
  readonly verdict: AttemptVerdict;
  readonly message: string;
  /** Delay of the second attempt. It grows with each further one. */
  readonly firstDelayMs: number;
  readonly growth: number;
  readonly maxDelayMs: number;
}

const soon = { firstDelayMs: 1_000, growth: 2, maxDelayMs: 60_000 } as const;

/** While an operator has to act, attempts only add load. */
const inMinutes = { firstDelayMs: 10_000, growth: 5, maxDelayMs: 300_000 } as const;

const failures: { readonly [Kind in FaultKind]: AttemptFailure } = {
  // The claim can only be released once the database is back.
  unreachable: { verdict: 'outage', message: 'The database, or the queue, was not reachable.', ...soon },
  overloaded: { verdict: 'outage', message: 'The database had no resources left.', ...inMinutes },
  'read-only': { verdict: 'outage', message: 'The database accepted no changes.', ...inMinutes },
  'storage-full': { verdict: 'outage', message: 'The disk of the database was full.', ...inMinutes },
  conflict: { verdict: 'retry', message: 'Another transaction was in the way.', ...soon },
  rejected: { verdict: 'final', message: 'The database rejected the result.', ...soon },
};

/** Errors that are not in the table are retried: attempts are limited, and a needless retry is better than a lost import. */
const unknownFailure: AttemptFailure = { verdict: 'retry', message: 'The worker failed.', ...soon };

/** The failure of an attempt, or of something that it needs, beside the database. */
export function retryableFailure(message: string): AttemptFailure {
  return { ...unknownFailure, message };
}

export function judgeError(error: unknown): AttemptFailure {
  if (error instanceof ImportDefectError || error instanceof ForgedRowsError) return failures.rejected;
  const fault = faultOf(error);
  return fault === undefined ? unknownFailure : failures[fault];
}

/** @param attempt the attempt that failed, from 1. */
export function retryDelayMs({ firstDelayMs, growth, maxDelayMs }: AttemptFailure, attempt: number): number {
  return Math.min(firstDelayMs * growth ** (attempt - 1), maxDelayMs);
}
