import type { Severity } from '../model/message.ts';

/** A reason for a message. All places to which a rule applies make one message. */
export interface Rule {
  /** Stable, because clients act on it. */
  readonly code: string;
  readonly severity: Severity;
  /** For the user, given the number of places: the problem, its effect on the import, and the next step. Plain text. */
  readonly text: (count: number) => string;
  /** For docs/messages.md, in Markdown: the state of a document to which the rule applies. */
  readonly meaning: string;
}
