/**
 * One observation of a client. It has the fields that are checked, and names of its own. All times are milliseconds
 * of the client's monotonic clock. A read happened at some moment from `begin` to `end`.
 */
export type HistoryEntry =
  | AcceptedEntry
  | ResponseEntry
  | ImportEntry
  | UnfollowedEntry
  | ResultEntry
  | AskedEntry
  | CallbackEntry
  | RunEntry
  | ItemsEntry
  | TroubleEntry
  | SettledEntry;

export interface Span {
  readonly begin: number;
  readonly end: number;
}

export type ImportStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** An import as a response, an event or a notification describes it. */
export interface ImportState {
  readonly status: ImportStatus;
  /** Absent in notifications. */
  readonly attempts?: number | undefined;
  readonly finishedAt?: string | undefined;
  readonly version?: string | undefined;
  readonly versionId?: string | undefined;
  readonly errorCode?: string | undefined;
  /** JSON. */
  readonly summary?: string | undefined;
}

/** A request to import was accepted. */
export interface AcceptedEntry extends Span {
  readonly kind: 'accepted';
  readonly importId: string;
  /** Idempotency-Key of the request. */
  readonly key?: string | undefined;
  readonly hasCallback: boolean;
}

/** Every response, and every request without one. */
export interface ResponseEntry extends Span {
  readonly kind: 'response';
  /** Name of the operation. */
  readonly operation: string;
  readonly path: string;
  /** Absent when there was no response. */
  readonly status?: number | undefined;
  /** Code of its error. */
  readonly code?: string | undefined;
}

export interface ImportEntry extends Span {
  readonly kind: 'import';
  readonly importId: string;
  readonly state: ImportState;
  /** Of an event: its stream. Entries of one stream are in the order of their arrival. */
  readonly stream?: string | undefined;
}

/** A client that follows an import got a 204: it has seen the last event. */
export interface UnfollowedEntry extends Span {
  readonly kind: 'unfollowed';
  readonly importId: string;
  /** Status of the last event that it has seen. */
  readonly lastStatus: string;
}

/** A response to a request for the result. */
export interface ResultEntry extends Span {
  readonly kind: 'result';
  readonly importId: string;
  readonly status: number;
  readonly errorCode?: string | undefined;
  /** Number of entities by kind. */
  readonly counts?: { readonly [kind: string]: number } | undefined;
}

/** A request that changes an import or a bulk run. Without a status its outcome is unknown. */
export interface AskedEntry extends Span {
  readonly kind: 'asked';
  readonly action: 'cancel' | 'retry' | 'pause' | 'resume' | 'cancel-run' | 'retry-failed';
  readonly id: string;
  readonly status?: number | undefined;
}

export interface CallbackEntry {
  readonly kind: 'callback';
  readonly at: number;
  readonly webhookId: string;
  readonly body: string;
  readonly isSigned: boolean;
  /** Status that the receiver sent; absent when it sent none. */
  readonly answer?: number | undefined;
}

/** A bulk run. */
export interface RunState {
  readonly status: string;
  readonly total: number;
  readonly counts: { readonly [outcome: string]: number };
}

export interface RunEntry extends Span {
  readonly kind: 'run';
  readonly runId: string;
  readonly state: RunState;
}

export interface RunItem {
  readonly position: number;
  readonly outcome: string;
  readonly importId?: string | undefined;
}

/** All items of a bulk run after it has ended. */
export interface ItemsEntry extends Span {
  readonly kind: 'items';
  readonly runId: string;
  readonly items: readonly RunItem[];
}

/** A trouble that the run caused. */
export interface TroubleEntry extends Span {
  readonly kind: 'trouble';
  readonly name: string;
  /** The database lost the transactions that it had committed asynchronously. */
  readonly losesAsynchronousCommits: boolean;
}

/** No trouble and no work is left. The entries after it read the final states. */
export interface SettledEntry {
  readonly kind: 'settled';
  readonly at: number;
}
