// Records
export { hasEnded, hasRunEnded, itemOutcomes } from './records/states.ts';
export type {
  CallbackStatus,
  ImportStage,
  ImportStatus,
  ReimportOutcome,
  ReimportStatus,
  ReimportTarget,
} from './records/states.ts';
export type {
  Actor,
  AuditAction,
  AuditDetails,
  AuditOutcome,
  AuditRecord,
  AuditTarget,
  ChangeOrigin,
} from './records/audit-record.ts';
export type { Claim, ClaimedImport, ClaimedWork } from './records/claim.ts';
export type { DocumentEncoding, StoredDocument } from './records/stored-document.ts';
export {
  type CallbackAttempt,
  type CallbackRecord,
  type CallbackVerdict,
  waitingCallback,
} from './records/callback-record.ts';
export type {
  ImportDiffSummary,
  ImportError,
  ImportRecord,
  ImportRequestOptions,
  ImportSummary,
  ImportTimings,
  MatchAccount,
  OperationAccount,
} from './records/import-record.ts';
export type {
  AppliedOverlays,
  ImportOverlay,
  OverlayPolicy,
  OverlayRecord,
  OverlayTotals,
  RememberedActions,
  UploadedOverlay,
} from './records/overlay-record.ts';
export type { VersionRecord } from './records/version-record.ts';
export type { ConnectorRecord, StoredAuthScheme } from './records/connector-record.ts';
export type {
  Canary,
  ReimportCounts,
  ReimportItemRecord,
  ReimportPlan,
  ReimportProgress,
  ReimportRecord,
  ReimportSelector,
  ReimportState,
  StopReason,
} from './records/reimport-record.ts';

// Imports
export { activeKey } from './imports/active-key.ts';
export { type ImportSource, importSourceJson, parseImportSource } from './imports/import-source.ts';
export { judgeVersion, type VersionObstacle } from './imports/judge-version.ts';
export { type SucceededImport, summariseImport } from './imports/summarise-import.ts';
export { findReusableKind, summariseUnchanged, unchangedDiffJson } from './imports/unchanged-import.ts';

// Versions
export { fitVersionName, maxVersionLength } from './versions/fit-version-name.ts';
export { type KeptIds, keepIds } from './versions/keep-ids.ts';
export type { KnownDefinition, KnownEntities, KnownOperation } from './versions/known-entities.ts';
export {
  type MergedFacts,
  mergeConnectorFacts,
  toStoredAuthScheme,
} from './versions/merge-connector-facts.ts';
export {
  type DiffBase,
  isPlanCurrent,
  planVersion,
  type PlannedDiff,
  type PlannedEdits,
  type PlanOptions,
  type StoredVersion,
  type VersionPlan,
  type VersionStanding,
} from './plans/plan-version.ts';
export { type ConnectorColumns, renderConnector } from './versions/render-connector.ts';
export { countSchemaChars } from './versions/hash-schemas.ts';
export {
  type KnownIds,
  renderVersion,
  type SchemaRow,
  type VersionRows,
} from './versions/render-version.ts';
export { schemaBasePlaceholder } from './versions/render-bodies.ts';
export { OutputTooLargeError } from './versions/body-budget.ts';
export { contentOfModel, contentOfRows, removeSchemaBase, toStoredOperation } from './versions/version-content.ts';
export {
  describePlan,
  diffJson,
  factsOf,
  type MappedFacts,
  type PlanLimits,
  type PlannedVersion,
  type RowChunk,
  type VersionSource,
  type VersionTable,
} from './plans/version-source.ts';
export { pickVersion, toVersionRecords } from './versions/version-roles.ts';

// Edits
export { type IdentifiedEdit, pairByIdentity } from './edits/pair-by-identity.ts';
export type {
  BaseIdentity,
  EditedKind,
  EditsOption,
  EditsSummary,
  EditConflict,
  EditResult,
  PlannedEdit,
  StandingBase,
  StandingEdit,
  StandingEdits,
  StandingRow,
} from './edits/standing-edits.ts';

// Bulk re-imports
export { decideItem, isFetched, type ItemDecision, type PendingItem } from './reimports/decide-item.ts';
export { decideOutcome, type EndedItem, type ItemChange } from './reimports/decide-outcome.ts';
export { judgeReimport, type ReimportVerdict, totalOf } from './reimports/judge-reimport.ts';

// Messages
export { counted } from './messages/counted.ts';
export { appendMessages, type StoredMessages, storeMessages } from './messages/stored-messages.ts';
export { allVersionRules } from './messages/all-version-rules.ts';
export { type ReimportReason, reimportReasons } from './messages/reimport-reasons.ts';

// Stored values
export { parseStored } from './stored/stored-json.ts';
export { storedText } from './stored/stored-text.ts';

// Entities as they are edited
export {
  type AppliedOperation,
  applyOperation,
  type DefinitionRef,
  type OperationRequest,
} from './entities/apply-operation.ts';
export {
  checkLinks,
  checkOperation,
  isInvalid,
  type KnownDefinitions,
  templateOf,
} from './entities/check-operation.ts';
export type { KnownSchemas } from './entities/check-references.ts';
export { checkSchema, checkSchemaNames } from './entities/check-schema.ts';
export {
  type DefinitionBody,
  parseDefinitionBody,
  type StoredReference,
  withReferences,
  writeDefinitionBody,
} from './entities/definition-body.ts';
export { referencedNames, renameReferences, replaceName } from '@connectory/merge';
export { localiseReferences } from './entities/localise-references.ts';
export {
  type EntityError,
  mapLinks,
  type NestedDefinition,
  type OperationBody,
  parseOperationBody,
  writeOperationBody,
} from './entities/operation-body.ts';
export {
  noReferences,
  type References,
  referencesOf,
  referencesOfSchema,
  renameInExtras,
} from './entities/operation-references.ts';

// Auth schemes
export {
  type EditedScheme,
  type ImportedSchemes,
  listEditedSchemes,
  rememberDeleted,
  rememberEdited,
  revertScheme,
  type SchemeState,
} from './auth-schemes/imported-schemes.ts';
export { hasSecret, splitSecret } from './auth-schemes/split-secret.ts';
export { connectorListJson } from './versions/fit-connector-facts.ts';
export { withoutCredentials } from './records/without-credentials.ts';
