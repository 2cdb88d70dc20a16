import type { Severity } from '../model/message.ts';

/** One thing that the importer can have to say; all places to which it applies make one message. */
export interface Rule {
  /** Stable: clients may act on it. */
  readonly code: string;
  readonly severity: Severity;
  /** For the user, given the number of places. */
  readonly text: (count: number) => string;
  /** For the documentation: what in a document makes it apply. */
  readonly meaning: string;
}
