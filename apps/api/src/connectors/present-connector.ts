import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';

export function presentConnector(record: ConnectorRecord) {
  return {
    id: record.id,
    organisationId: record.organisationId,
    name: record.name,
    public: record.public,
    ...(record.documentationURL === null ? {} : { documentationURL: record.documentationURL }),
    ...(record.imageURL === null ? {} : { imageURL: record.imageURL }),
    tags: record.tags,
    protocol: 'http',
    baseUrl: record.baseUrl,
    authSchemeConfigs: record.authSchemeConfigs,
    connectionVariables: record.connectionVariables,
    connections: [],
    versions: record.versions.map(presentVersion),
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
  };
}

export function presentVersion(record: VersionRecord) {
  return {
    id: record.id,
    name: record.name,
    ...(record.description === null ? {} : { description: record.description }),
    isLatest: record.isLatest,
    isDefault: record.isDefault,
    createdAt: record.createdAt.toISOString(),
    updatedAt: record.updatedAt.toISOString(),
    publishedAt: record.publishedAt?.toISOString() ?? null,
  };
}

/** The base URL of a version's schemas: what the references between them are relative to. */
export function schemaBaseUrl(baseUrl: string, organisationId: string, connectorId: string, version: string): string {
  return `${baseUrl}/api/schemas/v1/o/${organisationId}/${connectorId}/${encodeURIComponent(version)}/`;
}
