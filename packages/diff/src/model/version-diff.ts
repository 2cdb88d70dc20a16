import type { Json } from '@connectory/json';

/**
 * `breaking`: who relied on the earlier version may fail with the later one. `non-breaking`: it goes on as before.
 * `annotation`: nothing changed but what people read.
 */
export type ChangeClass = 'breaking' | 'non-breaking' | 'annotation';

/**
 * Which way data goes, as the user of the connector sees it: `sent` are the parameters and request body of an action and the answers
 * to a trigger; `received` are the responses of an action and what a trigger carries.
 */
export type Side = 'sent' | 'received';

export interface Change {
  /** Of the table of rules; stable. */
  readonly code: string;
  readonly class: ChangeClass;
  /** JSON Pointer: into the action or trigger, or into the schema of the definition. */
  readonly at: string;
  readonly before?: Json;
  readonly after?: Json;
}

export type EntryKind = 'action' | 'trigger' | 'definition';

/** The actions and triggers that reach a definition through references, by name. */
export interface Touched {
  readonly actions: readonly string[];
  readonly triggers: readonly string[];
  /** False when there are more than were looked for. */
  readonly complete: boolean;
}

/** One action, trigger or definition that is not as it was. */
export interface DiffEntry {
  readonly kind: EntryKind;
  readonly change: 'added' | 'removed' | 'changed';
  /** Its name in the later version; of what was removed, in the earlier one. */
  readonly name: string;
  /** What it was called before, when that differs. */
  readonly was?: string;
  /** Why it was taken for the same; absent of what was added or removed. */
  readonly matchedBy?: 'operationId' | 'methodAndPath' | 'name' | 'content';
  /** The worst of its changes. */
  readonly class: ChangeClass;
  readonly changes: readonly Change[];
  /** Of a definition: the sides on which it is used. */
  readonly sides?: readonly Side[];
  /** Of a definition: what it touches. */
  readonly touches?: Touched;
}

export interface EntryCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Changes by class, and entries by kind. */
export interface DiffSummary {
  readonly breaking: number;
  readonly nonBreaking: number;
  readonly annotation: number;
  readonly actions: EntryCounts;
  readonly triggers: EntryCounts;
  readonly definitions: EntryCounts;
}

export interface VersionDiff {
  readonly summary: DiffSummary;
  /** Actions, then triggers, then definitions; what was removed behind the others of its kind. */
  readonly entries: readonly DiffEntry[];
}
