import type { DocumentLimits } from '@connectory/document';

/** The task of an excerpt child. */
export interface ExcerptTask {
  /** File with the document as uploaded. */
  readonly path: string;
  /** Name of the place, as messages give it. */
  readonly place: string;
  /** Path of the root document in an archive. */
  readonly root?: string;
  readonly limits: DocumentLimits;
}

/** Codes of an answer without an excerpt. Every other code but 0 and `childExitCodes` is a failure. */
export const excerptCodes = { noSuchPlace: 30, unreadable: 31 } as const;
