import type { components } from './generated/openapi.ts';

/** All schemas of the OpenAPI document, by name. */
export type Schemas = components['schemas'];

/** A body as it was received: nothing in it is to be changed. A copy may have absent members that are undefined, which JSON leaves out. */
export type Received<Value> = Value extends readonly (infer Item)[]
  ? readonly Received<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Received<Value[Key]> | (object extends Pick<Value, Key> ? undefined : never) }
    : Value;

export type ActionPage = Received<Schemas['ActionPage']>;
export type ActionResource = Received<Schemas['Action']>;
export type ApiKeyPage = Received<Schemas['ApiKeyPage']>;
export type ApiKeyResource = Received<Schemas['ApiKey']>;
export type AuditEventResource = Received<Schemas['AuditEvent']>;
export type AuditPage = Received<Schemas['AuditPage']>;
export type AuthSchemeEditList = Received<Schemas['AuthSchemeEditList']>;
export type ConnectorPage = Received<Schemas['ConnectorPage']>;
export type ConnectorResource = Received<Schemas['HTTPConnector']>;
export type Coverage = Received<Schemas['Coverage']>;
export type CreatedApiKey = Received<Schemas['CreatedApiKey']>;
export type CreatedShare = Received<Schemas['CreatedShare']>;
export type DefinitionDeleteFailure = Received<Schemas['DefinitionDeletePreconditionFailed']>;
export type DefinitionPage = Received<Schemas['DefinitionPage']>;
export type DefinitionResource = Received<Schemas['Definition']>;
export type DocumentExcerpt = Received<Schemas['DocumentExcerpt']>;
export type EntityEditPage = Received<Schemas['EntityEditPage']>;
export type EntityEditResource = Received<Schemas['EntityEdit']>;
export type ErrorBody = Received<Schemas['Error']>;
export type Health = Received<Schemas['Health']>;
export type ImportError = Received<Schemas['ImportHTTPConnectorError']>;
export type ImportOverlay = Schemas['ImportOverlay'];
export type ImportPage = Received<Schemas['ImportPage']>;
export type ImportResource = Received<Schemas['Import']>;
export type ImportResult = Received<Schemas['ImportHTTPConnectorResult']>;
export type ImportedEdits = Received<Schemas['ImportedEdits']>;
export type Limits = Received<Schemas['Limits']>;
export type Message = Received<Schemas['Message']>;
export type MessageGroups = Received<Schemas['MessageGroups']>;
export type MessagePlace = Received<Schemas['MessagePlace']>;
export type MessagePlacePage = Received<Schemas['MessagePlacePage']>;
export type PlaceCounts = Received<Schemas['PlaceCounts']>;
export type OrganisationPage = Received<Schemas['OrganisationPage']>;
export type Readiness = Received<Schemas['Readiness']>;
export type ReimportCauses = Received<Schemas['ReimportCauses']>;
export type ReimportItem = Received<Schemas['ReimportItem']>;
export type ReimportItemPage = Received<Schemas['ReimportItemPage']>;
export type ReimportPage = Received<Schemas['ReimportPage']>;
export type ReimportRequest = Schemas['ReimportRequest'];
export type ReimportResource = Received<Schemas['Reimport']>;
export type SelectionCounts = Received<Schemas['ReimportCount']>;
export type SelectionRequest = Schemas['ReimportCountRequest'];
export type SessionResource = Received<Schemas['Session']>;
export type ShareResource = Received<Schemas['Share']>;
export type SharedImport = Received<Schemas['SharedImport']>;
export type Shares = Received<Schemas['Shares']>;
export type SignInLink = Received<Schemas['SignInLink']>;
export type SystemState = Received<Schemas['SystemState']>;
export type TriggerPage = Received<Schemas['TriggerPage']>;
export type TriggerResource = Received<Schemas['Trigger']>;
export type VersionDiff = Received<Schemas['VersionDiff']>;
export type VersionResource = Received<Schemas['ConnectorVersion']>;
export type OrganisationSearch = Received<Schemas['OrganisationSearch']>;
export type SignInWays = Received<Schemas['SignInWays']>;
export type VersionSearch = Received<Schemas['VersionSearch']>;
export type RetriedImports = Received<Schemas['RetriedImports']>;
export type RetryFailedRequest = Schemas['RetryFailedRequest'];
