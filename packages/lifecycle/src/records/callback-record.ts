import type { CallbackStatus } from './states.ts';

/** One attempt to deliver a notification. */
export interface CallbackAttempt {
  /** RFC 3339. */
  readonly at: string;
  /** HTTP status of the response; absent when there was no response. */
  readonly status?: number;
  /** A stable code; absent when there was a response. */
  readonly error?: string;
  readonly durationMs: number;
}

/** The new state of a notification after an attempt. */
export type CallbackVerdict =
  | { readonly status: 'delivered' | 'given_up' }
  | { readonly status: 'pending'; readonly nextAttemptInMs: number };

/** The notification of an import. `waiting` until the import ends: there is no row of it before. */
export interface CallbackRecord {
  readonly url: string;
  readonly status: 'waiting' | CallbackStatus;
  readonly attempts: readonly CallbackAttempt[];
  readonly nextAttemptAt: Date | null;
}

/** The notification of an import that has not ended. @returns null when the client asked for none. */
export function waitingCallback(url: string | null): CallbackRecord | null {
  return url === null ? null : { url, status: 'waiting', attempts: [], nextAttemptAt: null };
}
