export { type ErrorCode, errorCatalogue } from './error-catalogue.ts';
export { answersOf, type ApiOperation, type OperationRole, operationRoles } from './openapi/api-operation.ts';
export { buildOpenApiDocument, componentSchemas } from './openapi/build-openapi-document.ts';
export { apiOperations } from './openapi/operations.ts';
export { type FieldFault, type Parsed, parseRequest } from './parse-request.ts';
export type { ImportError, Message } from './wire/common.ts';
export {
  type ConnectorVersionCreate,
  connectorVersionCreate,
  type ConnectorVersionUpdate,
  connectorVersionUpdate,
  type HttpConnectorCreate,
  httpConnectorCreate,
  type HttpConnectorUpdate,
  httpConnectorUpdate,
} from './wire/connector.ts';
export type { VersionDiff } from './wire/diff.ts';
export {
  importConnectorFromUrl,
  importConnectorMetadata,
  type ImportFromUrl,
  type ImportMetadata,
  type ImportPage,
  type ImportResource,
  type ImportResult,
  importStatuses,
  importVersionFromUrl,
  importVersionMetadata,
} from './wire/imports.ts';
export { type ApiKeyCreate, apiKeyCreate, type OrganisationCreate, organisationCreate } from './wire/operators.ts';
export {
  defaultVersionTemplate,
  type ReimportItem,
  type ReimportItemPage,
  reimportOutcomes,
  type ReimportPage,
  type ReimportRequest,
  reimportRequest,
  type ReimportResource,
} from './wire/reimports.ts';
