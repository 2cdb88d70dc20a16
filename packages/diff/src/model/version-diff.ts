import type { Json } from '@connectory/json';

/**
 * `breaking`: a user of the earlier version may fail with the later one. `non-breaking`: it does not. `annotation`:
 * only documentation changed.
 */
export type ChangeClass = 'breaking' | 'non-breaking' | 'annotation';

/**
 * The direction of data, from the user of the connector. `sent`: parameters and request bodies of actions, responses
 * to triggers. `received`: responses of actions, request bodies of triggers.
 */
export type Side = 'sent' | 'received';

export interface Change {
  /** The code of a rule. Stable. */
  readonly code: string;
  readonly class: ChangeClass;
  /** JSON Pointer into the action, trigger or version, or into the schema of the definition. */
  readonly at: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** `version`: the extras of the version, which have one entry, named `extras`. */
export type EntryKind = 'action' | 'trigger' | 'definition' | 'version';

/** The actions and triggers that reach a definition through references, by name. */
export interface Touched {
  readonly actions: readonly string[];
  readonly triggers: readonly string[];
  /** False when the search was cut off. */
  readonly complete: boolean;
}

/** One action, trigger or definition that was added, removed or changed; or the changed extras of the version. */
export interface DiffEntry {
  readonly kind: EntryKind;
  readonly change: 'added' | 'removed' | 'changed';
  /** The name in the later version; for removed entities, in the earlier one. */
  readonly name: string;
  /** The earlier name, if it differs. */
  readonly was?: string;
  /** The key that matched it; absent for added and removed entities, and for the extras of the version. */
  readonly matchedBy?: 'operationId' | 'methodAndPath' | 'name' | 'content';
  /** The worst class of its changes. */
  readonly class: ChangeClass;
  readonly changes: readonly Change[];
  /** Number of further changes: a diff lists changes up to a size. Absent when all are listed. */
  readonly omitted?: number;
  /** For definitions: the sides on which it is used. */
  readonly sides?: readonly Side[];
  /** For definitions: the actions and triggers that reach it. */
  readonly touches?: Touched;
}

export interface EntryCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Changes by class, and entries by kind. Changes of the extras of the version are counted by class only. */
export interface DiffSummary {
  readonly breaking: number;
  readonly nonBreaking: number;
  readonly annotation: number;
  readonly actions: EntryCounts;
  readonly triggers: EntryCounts;
  readonly definitions: EntryCounts;
}

/** Changes by the same rule and of the same class. */
export interface RuleCount {
  /** The code of the rule. */
  readonly code: string;
  readonly class: ChangeClass;
  readonly changes: number;
}

export interface VersionDiff {
  readonly summary: DiffSummary;
  /** All changes by rule, with those that are not listed: at most three counts for each rule. */
  readonly rules: readonly RuleCount[];
  /** Actions, triggers, definitions, extras. Removed entities come last within their kind. */
  readonly entries: readonly DiffEntry[];
}
