import { type FaultKind, faultOf } from '@connectory/database';
import { ApiError } from './api-error.ts';

/** A fault of the database after which the same request may succeed. */
export type TransientFault = Exclude<FaultKind, 'rejected'>;

/** Retry-After while the database or the queue is unavailable. */
export const unavailableRetrySeconds = 5;

/** Retry-After while the disk of the database is full. */
const fullRetrySeconds = 60;

/** @returns undefined if the database, the queue or another server is not at fault. */
export function transientFaultOf(thrown: unknown): TransientFault | undefined {
  const fault = faultOf(thrown);
  return fault === 'rejected' ? undefined : fault;
}

/** The contract has 507 for requests that write. */
export function databaseFault(fault: TransientFault, isRead: boolean): ApiError {
  const isFull = fault === 'storage-full';
  const retrySeconds = isFull ? fullRetrySeconds : unavailableRetrySeconds;
  return new ApiError(isFull && !isRead ? 'storage_full' : 'unavailable', faultTexts[fault], {
    headers: { 'Retry-After': String(retrySeconds) },
  });
}

const faultTexts: { readonly [Kind in TransientFault]: string } = {
  unreachable: 'The database or the queue is not reachable at the moment.',
  overloaded: 'The database has no resources left for this request at the moment.',
  'read-only': 'The database accepts no changes at the moment.',
  'storage-full': 'The disk of the database is full. Nothing was stored.',
  conflict: 'Another request is in the way at the moment.',
};
