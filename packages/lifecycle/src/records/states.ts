import type { ImportResource } from '@connectory/contract';

/**
 * The status of an import. `queued → running → succeeded | failed`; `cancelled` from either of the first two.
 * An enum of the database has the same values.
 */
export type ImportStatus = ImportResource['status'];

/** The phase of an import: `queued`, then the stages of an attempt in order, then `done`. An enum of the database has the same values. */
export type ImportStage = ImportResource['stage'];

/** The status of a bulk re-import. `stopped` means stopped by itself, with a `StopReason`. */
export type ReimportStatus = 'running' | 'paused' | 'stopped' | 'cancelled' | 'finished';

/** The state of one version within a bulk re-import. `pending` and `running` are open, all others are final. */
export const itemOutcomes = [
  'pending',
  'running',
  'unchanged',
  'replaced',
  'created',
  'merged',
  'would_change',
  'failed',
  'skipped',
  'cancelled',
] as const;

export type ReimportOutcome = (typeof itemOutcomes)[number];

export type ReimportTarget = 'replace_drafts' | 'new_version';

/** The state of a delivered notification: `pending` until it is delivered or given up. */
export type CallbackStatus = 'pending' | 'delivered' | 'given_up';

/** Whether an import with this status will not change any more, unless a client retries it. */
export function hasEnded(status: ImportStatus): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

/**
 * Whether a bulk re-import will not change any more, unless an operator acts.
 * @param running the number of its items whose import is still under way: a stopped run lets them end.
 */
export function hasRunEnded(status: ReimportStatus, running: number): boolean {
  return status === 'finished' || status === 'cancelled' || (status === 'stopped' && running === 0);
}
