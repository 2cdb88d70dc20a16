import type { DefinitionIdentity, OperationIdentity } from '@connectory/diff';

/** The entities of a stored version, with the properties by which they are matched. */
export interface KnownEntities {
  readonly actions: readonly KnownOperation[];
  readonly triggers: readonly KnownOperation[];
  readonly definitions: readonly KnownDefinition[];
}

export interface KnownOperation extends OperationIdentity {
  readonly id: string;
}

export interface KnownDefinition extends DefinitionIdentity {
  readonly id: string;
}
