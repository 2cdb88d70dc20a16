export { type ErrorCode, errorCatalogue } from './errors/error-catalogue.ts';
export { type FailureCause, failureCauses, importFailures } from './wire/import-failures.ts';
export { type RetriedImports, type RetryFailedRequest, retryFailedRequest } from './wire/retry-failed.ts';
export {
  type ApiOperation,
  type ChangingOperation,
  type OperationRole,
  operationRoles,
  ownResponsesOf,
  responsesOf,
} from './openapi/api-operation.ts';
export { buildOpenApiDocument } from './document/build-openapi-document.ts';
export { componentSchemas } from './document/component-schemas.ts';
export { apiOperations } from './openapi/operations.ts';
export { type QueryParameter, queryParametersOf } from './openapi/query-parameters-of.ts';
export { scopeOf } from './openapi/scope-of.ts';
export { sessionCookieName } from './openapi/session-cookie-name.ts';
export { parseInSteps } from './parse-in-steps.ts';
export { type FieldFault, type Parsed, fieldPath, maxFaults, parseRequest } from './parse-request.ts';
export {
  type ActorKind,
  actorKinds,
  type AuditAction,
  auditActions,
  type AuditEventResource,
  type AuditOutcome,
  auditOutcomes,
  type AuditPage,
} from './wire/audit.ts';
export { type AuthSchemeConfig, authSchemeConfig } from './wire/auth-scheme-configs.ts';
export type { AuthSchemeEditList } from './wire/auth-scheme-edits.ts';
export type { ErrorBody, ImportError, Message, PageInfo } from './wire/common.ts';
export {
  type AuthSchemePage,
  categories,
  type Category,
  type ConnectionPage,
  type ProtocolPage,
  type SignedUrl,
} from './wire/catalogue.ts';
export {
  type ConnectorCategories,
  connectorCategories,
  type ConnectorTags,
  connectorTags,
} from './wire/connector-labels.ts';
export {
  connectorSortColumns,
  type ConnectorPage,
  type ConnectorResource,
  type ConnectorVersionCreate,
  connectorVersionCreate,
  type ConnectorVersionUpdate,
  connectorVersionUpdate,
  type HttpConnectorCreate,
  httpConnectorCreate,
  type HttpConnectorUpdate,
  httpConnectorUpdate,
  type PublishResponse,
  type VersionPage,
  type VersionResource,
} from './wire/connector.ts';
export type { ImportDiffSummary, VersionDiff } from './wire/diff.ts';
export type { ExportDifference, ExportProof } from './wire/export-proof.ts';
export type { EntityEditPage, EntityEditResource, ImportedEdits } from './wire/edits.ts';
export {
  type ActionCreate,
  actionCreate,
  type ActionUpdate,
  actionUpdate,
  type DefinitionDeleteFailure,
  type DefinitionsCreate,
  definitionsCreate,
  type DefinitionsDelete,
  definitionsDelete,
  type DefinitionUpdate,
  definitionUpdate,
  type TriggerCreate,
  triggerCreate,
  type TriggerUpdate,
  triggerUpdate,
} from './wire/entity-changes.ts';
export type {
  ActionPage,
  ActionResource,
  DefinitionPage,
  DefinitionResource,
  TriggerPage,
  TriggerResource,
} from './wire/entities.ts';
export {
  importConnectorFromUrl,
  importConnectorMetadata,
  type ImportFromUrl,
  type ImportMetadata,
  importVersionFromUrl,
  importVersionMetadata,
} from './wire/import-request.ts';
export {
  type Coverage,
  coverageKinds,
  type ImportPage,
  type ImportResource,
  type ImportResult,
  importStatuses,
  type ImportSummary,
} from './wire/import-resource.ts';
export {
  type ImportOverlays,
  maxImportOverlays,
  type OverlayList,
  overlayName,
  type OverlayPut,
  overlayPut,
  type OverlayResource,
} from './wire/overlays.ts';
export type { DocumentExcerpt, MessageGroups, MessagePlace, MessagePlacePage, PlaceCounts } from './wire/places.ts';
export { type CallbackSecret, notificationStatuses } from './wire/notifications.ts';
export {
  type ApiKeyCreate,
  apiKeyCreate,
  type ApiKeyPage,
  type ApiKeyResource,
  type CreatedApiKey,
  type OrganisationCreate,
  organisationCreate,
  type OrganisationPage,
  type OrganisationResource,
} from './wire/operators.ts';
export {
  defaultVersionTemplate,
  type ReimportCauses,
  type ReimportItem,
  type ReimportItemPage,
  reimportOutcomes,
  type ReimportPage,
  type ReimportRequest,
  reimportRequest,
  type ReimportResource,
} from './wire/reimports.ts';
export { type ApiKeyScope, apiKeyScopes, coversScope, roleOfScope } from './wire/scopes.ts';
export {
  exceedableQuotas,
  type ExceedableQuota,
  type ExceededQuota,
  type OrganisationQuotas,
  type OrganisationQuotasUpdate,
  organisationQuotasUpdate,
  type Quota,
} from './wire/quotas.ts';
export type { SessionResource, SignInLink, SignInWays } from './wire/sessions.ts';
export type { Health, Limits, Readiness } from './wire/service.ts';
export { type OrganisationSearch, type SearchKind, searchKinds } from './wire/organisation-search.ts';
export type { VersionSearch } from './wire/version-search.ts';
export type { SystemState } from './wire/system.ts';
export { type SelectionCounts, type SelectionRequest, selectionRequest } from './wire/reimport-selection.ts';
export {
  type CreatedShare,
  defaultShareDays,
  type SharedImport,
  type ShareRequest,
  type ShareResource,
  type Shares,
  shareRequest,
} from './wire/shares.ts';
export { sharedPath } from './openapi/share-operations.ts';
