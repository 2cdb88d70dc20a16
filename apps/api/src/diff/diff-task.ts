import type { ChangeClass } from '@connectory/diff';

/** What a diff child is to compare; given to it as JSON, its only argument. */
export interface DiffTask {
  readonly from: { readonly versionId: string; readonly version: string };
  readonly to: { readonly versionId: string; readonly version: string };
  /** Entries of this class only. */
  readonly class?: ChangeClass;
  /** Bytes of both versions together at most. */
  readonly maxBytes: number;
}

/** How a child ends that has nothing to write: anything else is a failure. */
export const diffExitCodes = { tooLarge: 10, gone: 11 } as const;
