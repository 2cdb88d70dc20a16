import type { ConnectorResource, VersionResource } from '@connectory/contract';
import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';

/** A connector as the API sends it. Fields that are undefined are not part of the JSON. */
export function presentConnector(record: ConnectorRecord): ConnectorResource {
  return {
    id: record.id,
    organisationId: record.organisationId,
    name: record.name,
    public: record.public,
    documentationURL: record.documentationURL ?? undefined,
    imageURL: record.imageURL ?? undefined,
    tags: record.tags,
    protocol: 'http',
    baseUrl: record.baseUrl,
    authSchemeConfigs: parseAuthSchemes(record.authSchemeConfigs),
    connectionVariables: record.connectionVariables.map(({ name, value }) => ({ name, value })),
    connections: [],
    versions: record.versions.map((version) => presentVersion(version)),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

/** Auth schemes are stored as they are sent. */
function parseAuthSchemes(stored: ConnectorRecord['authSchemeConfigs']): ConnectorResource['authSchemeConfigs'] {
  return stored as readonly object[] as ConnectorResource['authSchemeConfigs'];
}

/** A version without its messages, as lists have it. */
export function presentVersion(record: VersionRecord): VersionResource {
  return {
    id: record.id,
    name: record.name,
    description: record.description ?? undefined,
    isLatest: record.isLatest,
    isDefault: record.isDefault,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    publishedAt: record.publishedAt?.toISOString() ?? null,
  };
}

/**
 * A version with its messages, as JSON text. Messages may be megabytes, so they are sent as they are stored.
 * @param messages JSON text.
 */
export function versionText(record: VersionRecord, messages: string): string {
  return `${JSON.stringify(presentVersion(record)).slice(0, -1)},"messages":${messages}}`;
}

/** Base URL of the schemas of a version. References between the schemas are relative to it. */
export function schemaBaseUrl(baseUrl: string, organisationId: string, connectorId: string, version: string): string {
  return `${baseUrl}/api/schemas/v1/o/${organisationId}/${connectorId}/${encodeURIComponent(version)}/`;
}
