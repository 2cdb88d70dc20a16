export type EditedKind = 'action' | 'trigger' | 'definition';

/** `created`: by hand, so it has no base. `deleted`: only its edit is left. */
export type EditState = 'edited' | 'deleted' | 'created';

/** The properties by which a later import finds an edited entity again: those of its base, so that edits cannot break them. */
export interface BaseIdentity {
  readonly name: string;
  readonly method?: string | undefined;
  /** Path template of an action, or path of a trigger, if known. */
  readonly path?: string | undefined;
  readonly operationId?: string | undefined;
}

/** An entity as an import made it, before it was edited. */
export interface EditBase {
  /** As in the entity's table: JSON text with `schemaBasePlaceholder`. It names definitions by their ids, which edits do not change. */
  readonly body: string;
  /** SHA-256 of a definition's schema, hexadecimal. */
  readonly schemaHash: string | undefined;
  readonly identity: BaseIdentity;
}

/** An entity that was edited by hand. */
export interface EntityEdit {
  readonly id: string;
  readonly kind: EditedKind;
  readonly entityId: string;
  readonly state: EditState;
  /** Undefined for `created`. */
  readonly base: EditBase | undefined;
  /** JSON object of Actor. */
  readonly changedBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
