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
export { referencedDefinitions, renameReferences } from './schemas/rename-references.ts';
export { type IdentifiedEntity, pairReplacements } from './versions/pair-replacements.ts';
export { type MergedVersion, mergeVersion, type VersionMerge } from './versions/merge-version.ts';
