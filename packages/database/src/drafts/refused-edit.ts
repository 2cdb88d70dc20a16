import type { StoredReference, VersionRecord } from '@connectory/lifecycle';

/** Why a draft is not edited. */
export type EditRefusal =
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'version-not-found' }
  | { readonly outcome: 'version-published'; readonly version: VersionRecord }
  /** The draft has no such action, trigger or definition. */
  | { readonly outcome: 'entity-not-found'; readonly version: string; readonly name: string }
  /** The draft has no such edit. */
  | { readonly outcome: 'edit-not-found'; readonly version: string; readonly id: string }
  /** The entity is not the one that the client has read. */
  | { readonly outcome: 'entity-changed' }
  /** The client sent the id of another entity. */
  | { readonly outcome: 'id-differs' }
  /** Too many edits of the organisation wait already. */
  | { readonly outcome: 'busy' }
  /** It would read an entity, or entities, of more bytes than `edit-limits.ts` allows. */
  | { readonly outcome: 'edit-too-large' }
  | { readonly outcome: 'name-exists'; readonly name: string }
  /** Definitions that the request refers to, by the paths of the references. */
  | { readonly outcome: 'definitions-missing'; readonly fields: readonly string[] }
  /** A definition that others refer to is deleted by force only. */
  | { readonly outcome: 'definition-referenced'; readonly definition: ReferencedDefinition };

export interface ReferencedDefinition {
  readonly id: string;
  readonly name: string;
  readonly referencedBy: readonly StoredReference[];
}

/** Rolls back the transaction. It is an expected outcome, not a failure. */
export class RefusedEdit extends Error {
  readonly refusal: EditRefusal;
  constructor(refusal: EditRefusal) {
    super(refusal.outcome);
    this.refusal = refusal;
  }
}
