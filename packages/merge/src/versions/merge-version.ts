import { combineDefinitions } from '../entities/merge-definition.ts';
import { combineOperations } from '../entities/merge-operation.ts';
import type { EntityLists, MergedLists } from '../model/edits.ts';
import type { DefinitionForm, OperationForm } from '../model/forms.ts';
import type { Sides } from '../model/sides.ts';
import { createComparison } from '../values/classify-values.ts';
import { mergeEntities } from './merge-entities.ts';

/** A draft with edits, and the new import that replaces it. Definitions have the same name wherever they are referenced. */
export interface VersionMerge {
  readonly actions: EntityLists<OperationForm>;
  readonly triggers: EntityLists<OperationForm>;
  readonly definitions: EntityLists<DefinitionForm>;
  /** The media types of a definition, by side. */
  readonly accept: Sides<(definition: string) => readonly string[]>;
}

export interface MergedVersion {
  readonly actions: MergedLists<OperationForm>;
  readonly triggers: MergedLists<OperationForm>;
  readonly definitions: MergedLists<DefinitionForm>;
}

/** Merges edits into the entities of a new import, by entity and by field. */
export function mergeVersion({ actions, triggers, definitions, accept }: VersionMerge): MergedVersion {
  const context = { same: createComparison(), accept };
  const operations = { combine: combineOperations, context, nameKey: (name: string) => name };
  return {
    actions: mergeEntities(actions, operations),
    triggers: mergeEntities(triggers, operations),
    definitions: mergeEntities(definitions, {
      combine: combineDefinitions,
      context,
      nameKey: (name) => name.toLowerCase(),
    }),
  };
}
