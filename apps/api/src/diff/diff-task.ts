import type { ChangeClass } from '@connectory/diff';
import type { ChildOutput } from '../children/file-runner.ts';

/** The task of a diff child: its only argument, as JSON. */
export interface DiffTask extends ChildOutput {
  readonly from: { readonly versionId: string; readonly version: string };
  readonly to: { readonly versionId: string; readonly version: string };
  /** If set, only entries of this class. */
  readonly class?: ChangeClass;
  /** Limit for the bytes of both versions together. */
  readonly maxBytes: number;
}

/** Exit codes besides `childExitCodes`. */
export const diffExitCodes = { gone: 11 } as const;
