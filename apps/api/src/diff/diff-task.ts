import type { ChangeClass } from '@connectory/diff';

/** The task of a diff child: its only argument, as JSON. */
export interface DiffTask {
  readonly from: { readonly versionId: string; readonly version: string };
  readonly to: { readonly versionId: string; readonly version: string };
  /** If set, only entries of this class. */
  readonly class?: ChangeClass;
  /** Limit for the bytes of both versions together. */
  readonly maxBytes: number;
}

/** Exit codes of a child that has nothing to write. Every other code but 0 is a failure. */
export const diffExitCodes = { tooLarge: 10, gone: 11 } as const;
