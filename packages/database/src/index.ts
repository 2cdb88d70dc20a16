// Connections
export { createDatabase, type Database, type DatabaseOptions, onBehalfOf, pingDatabase } from './postgres/database.ts';
export { errorCodeOf } from './postgres/database-errors.ts';
export { databaseFaults, faultOf, type FaultKind, isUnavailable } from './postgres/database-faults.ts';
export { migrate, type MigrateOptions, MigrationError } from './postgres/migrate.ts';
export { NotMigratedError, UnfitDatabaseError } from './postgres/required-migrations.ts';
export { provisionRoles, type ProvisionOptions, RoleError, type ServiceUrls } from './roles/provision-roles.ts';
export { requireOwnSessions } from './postgres/own-sessions.ts';
export { type DatabaseCheck, MissingGrantsError, startDatabaseCheck } from './roles/check-role.ts';
export { inspectRole, type RoleFindings } from './roles/inspect-role.ts';
export { type ServiceKind, tableGrants } from './roles/table-grants.ts';
export { idBefore } from './postgres/id-before.ts';
export { InvalidCursorError, maxPageBytes, type Page, type PageRequest } from './postgres/page.ts';
export { createTurns } from './postgres/create-turns.ts';
export { type StoredText, textInMemory, wholeTextBytes } from './texts/stored-text.ts';
export { registerDatabaseGauges } from './metrics/register-database-gauges.ts';
export { type ConnectedProcess, listenerName } from './metrics/connected-processes.ts';
export { type InstallationState, readInstallationState } from './metrics/read-installation-state.ts';
export { createId, isId } from '@connectory/encoding';

// Scope of row-level security
export { currentScope, everyOrganisation, keepScope, type Scope, withAnyScope, withinScope } from './scope/scope.ts';

// Organisations and keys
export {
  createOrganisation,
  findOrganisation,
  listOrganisations,
  type OrganisationRecord,
  pageOrganisations,
} from './organisations/organisations.ts';
export {
  type ApiKeyRecord,
  authenticateApiKey,
  createApiKey,
  findApiKey,
  listApiKeys,
  pageApiKeys,
  revokeApiKey,
} from './api-keys/api-keys.ts';
export { ApiKeyRole } from './generated/enums.ts';
export {
  authenticateLink,
  authenticateSession,
  createSession,
  createSignInLink,
  endSession,
  endSessionsOfKey,
  removeExpiredSessions,
  findSessionEnd,
  isSignInLink,
} from './sessions/sessions.ts';

// Quotas of organisations
export { createShare, findShare, listShares, revokeShare, type Share } from './shares/shares.ts';
export { type OwnQuotas, readQuotas, setQuotas } from './quotas/quotas.ts';
export { QuotaExceededError, type StoredQuotaName, type StoredQuotas } from './quotas/stored-quotas.ts';
export { measureUsage, type OrganisationUsage, readUsage } from './quotas/usage.ts';

// Acceptance of imports
export {
  deleteOverlay,
  type NewOverlay,
  type OverlayChange,
  type OverlayDeletion,
  putOverlay,
} from './overlays/change-overlays.ts';
export { findOverlay, listOverlays } from './overlays/read-overlays.ts';
export { type Acceptance, acceptImport } from './acceptance/accept-import.ts';
export type { Idempotency, ImportSubmission } from './acceptance/submission.ts';

// Imports: transitions and claims
export {
  type AttemptHistory,
  claimImport,
  type ClaimedLane,
  claimNextImport,
  findAttemptHistory,
  type ReleasedAttempt,
  releaseImport,
  releaseStaleImports,
} from './imports/claim-import.ts';
export { type Cancellation, cancelImport, failImport, type ImportFailure } from './imports/transitions.ts';
export { type FailedImports, listFailedImports } from './imports/list-failed-imports.ts';
export { type RetryOutcome, retryImport } from './imports/retry-import.ts';
export { heartbeat, reportProgress } from './imports/hold-claim.ts';
export { findClaimedImport } from './imports/find-claimed-import.ts';
export {
  countWaitingImports,
  type Enqueueable,
  takeOverdueImports,
  takeUnqueuedImports,
  markEnqueued,
  markNotEnqueued,
  type UnqueuedImport,
} from './imports/enqueue-marks.ts';

// Imports: reading and watching
export { findImport, isImportUnderWay, listImports, readImportMessages } from './imports/read-imports.ts';
export { type ImportEndFacts, findImportEnd } from './imports/find-import-end.ts';
export { type ImportPlaces, openImportPlaces, readMessageTexts } from './imports/import-places.ts';
export { findImportBefore, findImportOfVersion } from './imports/related-imports.ts';
export { type PackedPlaces, packPlaces, type PlaceGroup } from '@connectory/encoding';
export { findEditResults, findImportDiff, findPreviewedConnector } from './imports/import-effect.ts';
export { type ImportChanges, type ImportWatcher, watchImports } from './imports/watch-imports.ts';

// Documents
export {
  type FetchedDocument,
  findKnownDocument,
  type KnownDocument,
  reuseKnownDocument,
  storeFetchedDocument,
  type Validators,
} from './imports/fetched-document.ts';
export {
  createDocumentPacker,
  packDocument,
  packedEncoding,
  unpackDocument,
  unpackDocumentSync,
} from '@connectory/encoding';
export { type DocumentFacts, findDocumentFacts, streamDocument } from './documents/stream-document.ts';
export { readStoredDocument } from './documents/read-stored-document.ts';

// Connectors
export {
  createConnector,
  findConnector,
  hasConnector,
  type NewConnector,
} from './connectors/connectors.ts';
export { type ConnectorRelations, publicRelations } from './connectors/connector-relations.ts';
export type { ConnectorSort } from './connectors/connector-order.ts';
export { findConnectorNames } from './connectors/find-connector-names.ts';
export { type ConnectorFilter, listConnectors } from './connectors/list-connectors.ts';
export { copyPublicVersion, type PublicCopy, type PublicCopyOutcome } from './library/copy-public-version.ts';
export {
  createUploadUrl,
  findUpload,
  findUploadUrl,
  type FoundUpload,
  readUploadedContent,
  removeExpiredUploads,
  storeUpload,
  type UploadAddress,
  type UploadedDocument,
} from './uploads/upload-urls.ts';
export {
  type ConnectorDeletion,
  type ConnectorUpdate,
  type ConnectorUpdateOutcome,
  deleteConnector,
  updateConnector,
} from './connectors/change-connector.ts';

export {
  type AuthSchemeChange,
  deleteAuthScheme,
  type ListedSchemeEdit,
  listSchemeEdits,
  type NamedAuthScheme,
  type NamedConnector,
  replaceLabels,
  revertAuthScheme,
  upsertAuthScheme,
} from './connectors/change-auth-schemes.ts';

// Versions
export { endUnchanged } from './versions/end-unchanged.ts';
export { type PersistedVersion, type PersistOutcome, persistVersion } from './versions/persist-version.ts';
export {
  listVersions,
  readVersionMessages,
  resolveVersion,
  streamVersions,
  streamVersionsOf,
} from './versions/read-versions.ts';
export { type ProofSource, readProofSource } from './versions/read-proof-source.ts';
export {
  type ExportedRows,
  readExportedVersion,
  readVersionSize,
  VersionChangedError,
} from './versions/read-exported-version.ts';
export { createVersion, type NewVersion, type VersionCreation } from './versions/create-version.ts';
export {
  deleteVersion,
  type ExpectedVersion,
  type NamedVersion,
  type Publication,
  publishVersion,
  unpublishVersion,
  updateVersion,
  type VersionChange,
  type VersionDeletion,
  type VersionNotFound,
  type VersionUpdate,
  type VersionUpdateOutcome,
} from './versions/change-version.ts';
export {
  type EntityKind,
  listEntities,
  type ListedEntity,
  streamBodies,
  streamEntities,
} from './versions/entities.ts';
export { findEntityBody, findExtras, findSchema, type HashedText } from './versions/hashed-texts.ts';
export { type FoundDocument, findVersionDocument } from './versions/find-version-document.ts';
export {
  type Found,
  findConnectorsByWords,
  findEntitiesByWords,
  findImportsByWords,
  findVersionsByWords,
  searchBounds,
  type SearchRequest,
} from './search/search-organisation.ts';
export {
  authenticateSubject,
  createSubjectSession,
  endSubjectSession,
  isSubjectSession,
  type SessionSubject,
} from './sessions/subject-sessions.ts';
export { type FoundEntity, searchVersion } from './versions/search-version.ts';
export type { InvalidEntity } from './versions/read-invalid-entities.ts';
export { readVersionPair, type VersionPairOutcome } from './versions/read-version-pair.ts';

// Editing drafts
export { createDefinitions, type DefinitionRequest, updateDefinition } from './drafts/definition-edits.ts';
export { deleteDefinitions } from './drafts/delete-definitions.ts';
export type { DeletedDefinitions } from './drafts/deleted-definitions.ts';
export type { Edited } from './drafts/edit-draft.ts';
export { createOperation, deleteOperation, type OperationKind, updateOperation } from './drafts/operation-edits.ts';
export type { EditRefusal, ReferencedDefinition } from './drafts/refused-edit.ts';
export type { EntityState, IsExpected, NamedEntity } from './drafts/require-row.ts';

// Edits by hand
export type { BaseIdentity, EditBase, EditedKind, EditState, EntityEdit } from './edits/edit-record.ts';
export { type EditWithSchema, readEdits } from './edits/read-edits.ts';
export { type ListedEdit, listEdits } from './edits/list-edits.ts';
export { revertEdit } from './drafts/revert-edit.ts';
export { type NewEdit, recordEdits } from './edits/write-edits.ts';

// Bulk re-imports
export { countSelected, type SelectedCounts, type SelectedVersion } from './reimports/count-selected.ts';
export { createReimport } from './reimports/create-reimport.ts';
export { type Advance, advanceReimport, listActiveReimports } from './reimports/advance-reimport.ts';
export {
  cancelReimport,
  pauseReimport,
  type ReimportChange,
  resumeReimport,
  retryFailedItems,
} from './reimports/change-reimport.ts';
export { listReimportCauses, type ReimportCause } from './reimports/list-causes.ts';
export { listReimportChanges, type ReimportChanges } from './reimports/list-changes.ts';
export {
  findReimport,
  type ItemFilter,
  listReimportItems,
  listReimports,
  streamReimportItems,
} from './reimports/read-reimports.ts';

// Notifications of ended imports
export { claimDueCallbacks, type DueCallback, recordCallbackAttempt } from './callbacks/callbacks.ts';
export {
  hasCallbackSecret,
  type NewCallbackSecret,
  readCallbackSecrets,
  rotateCallbackSecret,
} from './callbacks/callback-secrets.ts';

// Secrets in rows
export { createSecretBox, type SecretBox, SecretKeyError } from '@connectory/encoding';
export { prepareSecrets } from './secrets/prepare-secrets.ts';

// Audit
export type { AuditedChange } from './audit/audit-rows.ts';
export { type AuditFilter, type AuditSlice, listAuditEvents, streamAuditEvents } from './audit/read-events.ts';
export { recordAudit, recordAudits } from './audit/record-audit.ts';
export { removeExpiredEvents } from './audit/remove-expired-events.ts';

// Housekeeping
export { clearIdempotencyKeys } from './housekeeping/clear-idempotency-keys.ts';
export { forgetExpiredImports, hasExpired, removeExpiredImports } from './housekeeping/expired-imports.ts';
export { removeUnreferenced } from './housekeeping/remove-unreferenced.ts';
export { withHousekeepingLock } from './housekeeping/with-housekeeping-lock.ts';
