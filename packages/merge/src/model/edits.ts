import type { Conflict } from './conflict.ts';

export type EditState = 'edited' | 'deleted' | 'created';

/** An entity that the user edited. */
export interface EntityEdit<Form> {
  readonly id: string;
  readonly state: EditState;
  /** As imported when it was first edited; undefined for one that the user made. */
  readonly base: Form | undefined;
  /** As the user has it; undefined for a deleted one. */
  readonly ours: Form | undefined;
}

/** An entity of the new import. */
export interface ImportedEntity<Form> {
  /** The id of the entity that it matches, by the identity of the base of an edited one. */
  readonly id: string | undefined;
  readonly name: string;
  /** Called for edited entities only. */
  readonly form: () => Form;
}

/** The entities of one kind. */
export interface EntityLists<Form> {
  readonly edits: readonly EntityEdit<Form>[];
  /** The ids of all entities of the draft, in its order. */
  readonly order: readonly string[];
  readonly imported: readonly ImportedEntity<Form>[];
}

/** An entity of the merged version. */
export interface MergedEntity<Form> {
  /** Undefined for an entity that the draft lacked. */
  readonly id: string | undefined;
  /** The index among the imported entities; undefined for an entity that the document lacks. */
  readonly imported: number | undefined;
  /** Undefined for an entity that is as imported. */
  readonly form: Form | undefined;
  /** Unique within the kind. */
  readonly name: string;
}

/** The fate of an edit. */
export type EditFate = 'kept' | 'merged' | 'conflicting' | 'dropped';

export interface EditOutcome<Form> {
  readonly id: string;
  readonly fate: EditFate;
  readonly name: string;
  readonly conflicts: readonly Conflict[];
  /** `not-in-document`: kept although the document lacks it. `deleted-changed`: stays deleted although the document changed it. */
  readonly notice?: 'not-in-document' | 'deleted-changed' | 'adopted';
  /** The edit after the merge; undefined when it was dropped. */
  readonly next: NextEdit<Form> | undefined;
}

export interface NextEdit<Form> {
  readonly state: EditState;
  /** The index of the imported entity that is the base now; undefined when the base stays. */
  readonly imported: number | undefined;
  readonly base: Form | undefined;
}

export interface MergedLists<Form> {
  readonly entities: readonly MergedEntity<Form>[];
  /** In the order of the edits. */
  readonly outcomes: readonly EditOutcome<Form>[];
}
