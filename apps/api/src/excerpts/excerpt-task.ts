import type { DocumentLimits } from '@connectory/document';

/** The task of an excerpt child: its only argument, as JSON. */
export interface ExcerptTask {
  /** File with the document as uploaded. */
  readonly path: string;
  /** Name of the place, as messages give it. */
  readonly place: string;
  /** Path of the root document in an archive. */
  readonly root?: string;
  readonly limits: DocumentLimits;
}

/** Exit codes of a child that has nothing to write. Every other code but 0 is a failure. */
export const excerptExitCodes = { noSuchPlace: 10, unreadable: 11 } as const;
