export { triggerPath } from './content/trigger-path.ts';
export {
  parseVersionContent,
  type StoredContent,
  type StoredOperation,
  type VersionContent,
} from './content/version-content.ts';
export { diffVersions } from './diff-versions.ts';
export type { Match } from './matching/match-by-keys.ts';
export { type DefinitionIdentity, type DefinitionMatch, matchDefinitions } from './matching/match-definitions.ts';
export { matchOperations, type OperationIdentity, type OperationMatch } from './matching/match-operations.ts';
export type {
  Change,
  ChangeClass,
  DiffEntry,
  DiffSummary,
  EntryCounts,
  EntryKind,
  RuleCount,
  Side,
  Touched,
  VersionDiff,
} from './model/version-diff.ts';
export { allDiffRules } from './rules/all-diff-rules.ts';
export type { DiffRule } from './rules/diff-rule.ts';
