import type { ImportEndFacts } from '@connectory/database';
import type { ImportError, ImportStage } from '@connectory/lifecycle';

// Messages between the worker and its import children. They carry ids and outcomes, never documents or models.

/** Sent to a child to start one attempt. */
export interface ImportTask {
  readonly importId: string;
  readonly claimToken: string;
  /** For the child's log lines, as the request id. */
  readonly attempt: number;
  readonly requestId: string | null;
  /** Whether the import is part of a trace. */
  readonly traced: boolean;
}

/** Progress of a running attempt. The parent records it, because the child's event loop is blocked while it maps. */
export interface ImportProgress {
  readonly kind: 'progress';
  readonly stage: Exclude<ImportStage, 'queued' | 'done'>;
  readonly done: number;
  readonly total: number;
}

/** How an attempt ended. The child has written all rows by then; the parent only decides whether to retry. */
export type ImportEnd =
  /** The import ended. `facts` repeats its row, so that the parent need not read it. */
  | { readonly kind: 'end'; readonly outcome: 'ended'; readonly facts: ImportEndFacts }
  | { readonly kind: 'end'; readonly outcome: 'claim-lost' }
  /** The document could not be fetched, but a retry may succeed. `error` ends the import if no attempt is left. */
  | { readonly kind: 'end'; readonly outcome: 'unfetched'; readonly error: ImportError }
  | { readonly kind: 'end'; readonly outcome: 'threw'; readonly error: ThrownError };

export interface ThrownError {
  /** Whether code without I/O threw it. The same document would then fail again. */
  readonly deterministic: boolean;
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** Sent once, when the child can take its first task. */
export interface ChildReady {
  readonly kind: 'ready';
}

export type ChildMessage = ChildReady | ImportProgress | ImportEnd;
