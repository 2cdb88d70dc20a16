export type EditedKind = 'action' | 'trigger' | 'definition';

/** An edit of the version that an import replaces, as it is stored. */
export interface StandingEdit {
  readonly kind: EditedKind;
  readonly entityId: string;
  readonly state: 'edited' | 'deleted' | 'created';
  /** The entity as imported when it was first edited; undefined for one that the user made. */
  readonly base: StandingBase | undefined;
  /** The deleted entity whose base it took over, if it did. */
  readonly sourceEntityId?: string;
}

export interface StandingBase {
  /** Body as stored, with `schemaBasePlaceholder`. */
  readonly body: string;
  readonly identity: BaseIdentity;
  /** JSON text of a definition's schema. */
  readonly schema: string | undefined;
}

/** The facts by which an import finds an edited entity again: those of its base, so that a rename by the user does not matter. */
export interface BaseIdentity {
  readonly name: string;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly operationId?: string | undefined;
}

/** An entity as it is stored now. */
export interface StandingRow {
  readonly kind: EditedKind;
  readonly id: string;
  /** Body as stored, with `schemaBasePlaceholder`. */
  readonly body: string;
  /** Null unless it is an action. */
  readonly template: string | null;
  readonly operationId: string | null;
  /** JSON text of a definition's schema, else null. */
  readonly schema: string | null;
}

/** The edits of a version, with what a merge needs to know of it. */
export interface StandingEdits {
  readonly edits: readonly StandingEdit[];
  /** The edited entities, and all definitions: those that edited entities refer to may have to stay. */
  readonly rows: readonly StandingRow[];
  /** The version that the edits are taken from, when it is not the one that is written: its entities get new ids. */
  readonly from: string | undefined;
}

/** How an import treats edits. */
export type EditsOption = 'keep' | 'discard' | 'fail';

/** Number of edits by their fate. Each edit has one, so the counts add up to the number of edits before the import. */
export interface EditsSummary {
  readonly kept: number;
  readonly merged: number;
  readonly conflicts: number;
  readonly dropped: number;
}

/** What an import did to one edit. */
export interface EditResult {
  readonly kind: EditedKind;
  /** The name of the entity before the import. */
  readonly name: string;
  /** `conflicting`: the edit won at the places of `conflicts`. */
  readonly fate: 'kept' | 'merged' | 'conflicting' | 'dropped';
  readonly conflicts: readonly EditConflict[];
}

/** A place that a user and the document changed in different ways. Values are JSON texts, shortened; absent for none. */
export interface EditConflict {
  readonly at: string;
  readonly base?: string;
  readonly edit?: string;
  readonly document?: string;
}

/** An edit as the merge left it. */
export interface PlannedEdit {
  readonly kind: EditedKind;
  /** The entity before the import: it identifies the edit whose base and author it has. */
  readonly sourceEntityId: string;
  readonly entityId: string;
  readonly state: 'edited' | 'deleted' | 'created';
  /** Undefined when the base is as stored. */
  readonly base:
    | { readonly body: string; readonly identity: BaseIdentity; readonly schemaHash: string | undefined }
    | undefined;
}
