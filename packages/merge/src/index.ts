export type { Conflict } from './model/conflict.ts';
export type {
  EditFate,
  EditOutcome,
  EditState,
  EntityEdit,
  EntityLists,
  ImportedEntity,
  MergedEntity,
  MergedLists,
  NextEdit,
} from './model/edits.ts';
export type { BodyForm, DefinitionForm, OperationForm } from './model/forms.ts';
export type { Sides } from './model/sides.ts';
export {
  definitionNameOf,
  mapReferences,
  namesOfPlaces,
  referencedNames,
  renameReferences,
  replaceName,
} from './schemas/definition-references.ts';
export { type DefinitionPlace, findTarget, fragmentOf, hasFragment, versionUrl } from './schemas/find-target.ts';
export { type FoundReference, indexSchema, pointerOf } from './schemas/schema-index.ts';
export { type IdentifiedEntity, pairReplacements } from './versions/pair-replacements.ts';
export { type MergedVersion, mergeVersion, type VersionMerge } from './versions/merge-version.ts';
