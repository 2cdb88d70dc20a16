import type { ConnectorResource, VersionResource } from '@connectory/contract';
import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';

/** The fields of a connector that may be large. They are sent as they are stored. */
type LargeFields = 'tags' | 'authSchemeConfigs' | 'connectionVariables' | 'versions';

/** A connector as the API sends it, without its large fields. Fields that are undefined are not part of the JSON. */
export function presentConnector(record: ConnectorRecord): Omit<ConnectorResource, LargeFields> {
  return {
    id: record.id,
    organisationId: record.organisationId,
    name: record.name,
    public: record.public,
    documentationURL: record.documentationURL ?? undefined,
    imageURL: record.imageURL ?? undefined,
    protocol: 'http',
    baseUrl: record.baseUrl,
    connections: [],
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

/** A version without its messages. @param page its page in the web console; only where the version is read by itself. */
export function presentVersion(record: VersionRecord, page?: string): VersionResource {
  return {
    id: record.id,
    name: record.name,
    description: record.description ?? undefined,
    isLatest: record.isLatest,
    isDefault: record.isDefault,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    publishedAt: record.publishedAt?.toISOString() ?? null,
    links: page === undefined ? undefined : { console: page },
  };
}

/** Base URL of the schemas of a version. References between the schemas are relative to it. */
export function schemaBaseUrl(baseUrl: string, organisationId: string, connectorId: string, version: string): string {
  return `${baseUrl}/api/schemas/v1/o/${organisationId}/${connectorId}/${encodeURIComponent(version)}/`;
}
