import type { ImportEndFacts } from '@connectory/database';
import type { ImportError } from '@connectory/lifecycle';

/** What crosses the channel between the worker and its children: ids and outcomes, never documents or models. */
export interface ImportTask {
  readonly importId: string;
  readonly claimToken: string;
  /** For its logs, as the request id. */
  readonly attempt: number;
  readonly requestId: string | null;
  /** Whether it is part of a trace. */
  readonly traced: boolean;
}

/** A step of the work under way, to be recorded by the parent: the child's own event loop is busy. */
export interface ImportStep {
  readonly kind: 'step';
  readonly stage: 'fetching' | 'parsing' | 'mapping' | 'persisting';
  readonly done: number;
  readonly total: number;
}

/** How the child's work ended. Rows are already written; the parent only decides whether to try again. */
export type ImportEnd =
  /** `facts` as its row has them: nobody need read it to tell of it. */
  | { readonly kind: 'end'; readonly outcome: 'ended'; readonly facts: ImportEndFacts }
  | { readonly kind: 'end'; readonly outcome: 'claim-lost' }
  /** The document could not be fetched, and may be later: the error is the import's own if it is not tried again. */
  | { readonly kind: 'end'; readonly outcome: 'unfetched'; readonly error: ImportError }
  | { readonly kind: 'end'; readonly outcome: 'threw'; readonly error: ThrownError };

export interface ThrownError {
  /** Whether it came from code that does no I/O: the same document would throw again. */
  readonly deterministic: boolean;
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
}

/** Sent once when the child is ready for its first task. */
export interface ChildReady {
  readonly kind: 'ready';
}

export type ChildMessage = ChildReady | ImportStep | ImportEnd;
