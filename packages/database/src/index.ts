export { clearIdempotencyKeys } from './housekeeping/clear-idempotency-keys.ts';
export { forgetExpiredImports, hasExpired, removeExpiredImports } from './housekeeping/expired-imports.ts';
export { removeUnreferenced } from './housekeeping/remove-unreferenced.ts';
export { withHousekeepingLock } from './housekeeping/with-housekeeping-lock.ts';
export {
  type ApiKeyRecord,
  authenticateApiKey,
  createApiKey,
  findApiKey,
  listApiKeys,
  pageApiKeys,
  revokeApiKey,
} from './api-keys/api-keys.ts';
export { type NewCallbackSecret, readCallbackSecrets, rotateCallbackSecret } from './callbacks/callback-secrets.ts';
export {
  type CallbackAttempt,
  type CallbackRecord,
  type CallbackVerdict,
  claimDueCallbacks,
  type DueCallback,
  recordCallbackAttempt,
} from './callbacks/callbacks.ts';
export {
  type ConnectorRecord,
  createConnector,
  findConnector,
  hasConnector,
  listConnectors,
  type NewConnector,
  type StoredAuthScheme,
} from './connectors/connectors.ts';
export {
  type ConnectorDeletion,
  type ConnectorUpdate,
  type ConnectorUpdating,
  deleteConnector,
  updateConnector,
} from './connectors/change-connector.ts';
export { createId, isId } from './ids/create-id.ts';
export { createDatabase, type Database, type DatabaseOptions, pingDatabase } from './postgres/database.ts';
export {
  ApiKeyRole,
  CallbackStatus,
  ImportStage,
  ImportStatus,
  ReimportOutcome,
  ReimportStatus,
  ReimportTarget,
} from './generated/enums.ts';
export { type Acceptance, acceptImport, type Idempotency, type ImportSubmission } from './acceptance/accept-import.ts';
export {
  type Claim,
  type ClaimedImport,
  claimImport,
  failImport,
  heartbeat,
  type ImportFailure,
  releaseImport,
  reportProgress,
} from './imports/claim-import.ts';
export {
  cancelImport,
  type Cancellation,
  type Retrial,
  retryImport,
} from './imports/change-import.ts';
export type {
  ImportError,
  ImportRecord,
  ImportRequestOptions,
  ImportSummary,
  ImportTimings,
} from './imports/import-record.ts';
export {
  type FetchedDocument,
  findKnownDocument,
  type KnownDocument,
  reuseKnownDocument,
  storeFetchedDocument,
  type Validators,
} from './imports/fetched-document.ts';
export { type ClaimedWork, findClaimedImport } from './imports/find-claimed-import.ts';
export { findImportDiff, findPreviewedConnector } from './imports/import-effect.ts';
export { type ImportEndFacts, findImportEnd } from './imports/find-import-end.ts';
export {
  findImport,
  isImportUnderWay,
  listImports,
  readDocument,
  readImportMessages,
} from './imports/read-imports.ts';
export {
  type Enqueueable,
  findUnqueuedImports,
  markEnqueued,
  markNotEnqueued,
  releaseStaleImports,
  type UnqueuedImport,
} from './imports/sweep-imports.ts';
export { type ImportWatcher, watchImports } from './imports/watch-imports.ts';
export { migrate, MigrationError } from './postgres/migrate.ts';
export {
  createOrganisation,
  findOrganisation,
  listOrganisations,
  type OrganisationRecord,
  pageOrganisations,
} from './organisations/organisations.ts';
export { registerDatabaseGauges } from './metrics/register-database-gauges.ts';
export { InvalidCursorError, type Page, type PageRequest } from './postgres/page.ts';
export { type Advance, advanceReimport, listActiveReimports } from './reimports/advance-reimport.ts';
export {
  cancelReimport,
  pauseReimport,
  type ReimportChange,
  resumeReimport,
  retryFailedItems,
} from './reimports/change-reimport.ts';
export { createReimport } from './reimports/create-reimport.ts';
export {
  findReimport,
  listReimportItems,
  listReimports,
  streamReimportItems,
} from './reimports/read-reimports.ts';
export type {
  ReimportCounts,
  ReimportItemRecord,
  ReimportPlan,
  ReimportProgress,
  ReimportRecord,
  ReimportSelector,
  StopReason,
} from './reimports/reimport-record.ts';
export {
  type EntityKind,
  type EntityRecord,
  findEntity,
  findSchema,
  listEntities,
  streamEntities,
} from './versions/entities.ts';
export {
  deleteVersion,
  type NamedVersion,
  publishVersion,
  unpublishVersion,
  updateVersion,
  type VersionChange,
  type VersionDeletion,
  type VersionNotFound,
  type VersionUpdate,
  type VersionUpdating,
} from './versions/change-version.ts';
export { createVersion, type NewVersion, type VersionCreation } from './versions/create-version.ts';
export { endUnchanged } from './versions/end-unchanged.ts';
export type { ImportDiffSummary } from './versions/plan-diff.ts';
export type { MatchAccount, OperationAccount } from './versions/keep-ids.ts';
export { type PersistedVersion, type PersistOutcome, persistVersion } from './versions/persist-version.ts';
export { readVersionPair, type VersionPairReading } from './versions/read-version-pair.ts';
export { contentOfModel } from './versions/version-content.ts';
export { schemaBasePlaceholder } from './versions/version-rows.ts';
export { listVersions, readVersionMessages, resolveVersion, type VersionRecord } from './versions/versions.ts';
export {
  createDocumentPacker,
  packDocument,
  packedEncoding,
  type StoredDocument,
  unpackDocument,
  unpackDocumentSync,
} from './documents/pack-document.ts';
