import { pickVersion, toVersionRecords, type VersionRecord } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';

/**
 * Finds a version by its name, or by `latest` or `default`.
 * @returns undefined when the organisation has no such connector, or the connector no such version.
 */
export async function resolveVersion(
  database: Database,
  organisationId: string,
  connectorId: string,
  name: string,
): Promise<VersionRecord | undefined> {
  const versions = await readVersions(database, organisationId, connectorId);
  return versions === undefined ? undefined : pickVersion(versions, name);
}

/** Newest first. @returns undefined when the organisation has no such connector. */
export async function listVersions(
  database: Database,
  organisationId: string,
  connectorId: string,
  request: PageRequest,
): Promise<Page<VersionRecord> | undefined> {
  const versions = await readVersions(database, organisationId, connectorId);
  if (versions === undefined) return undefined;
  return readPage(request, {
    count: async () => versions.length,
    read: async ({ cursor, backwards, limit }) => {
      const ordered = backwards ? [...versions].reverse() : versions;
      const rest = ordered.filter(({ id }) => cursor === undefined || (backwards ? id > cursor : id < cursor));
      return rest.slice(0, limit);
    },
    cursorOf: (version) => version.id,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
}

async function readVersions(
  database: Database,
  organisationId: string,
  connectorId: string,
): Promise<readonly VersionRecord[] | undefined> {
  const connector = await database.prisma.connector.findFirst({
    where: { id: connectorId, organisationId },
    select: { defaultVersionId: true, versions: { omit: { messages: true } } },
  });
  return connector === null ? undefined : toVersionRecords(connector.versions, connector.defaultVersionId);
}

/** The messages of a version: a JSON array of Message, as text. */
export async function readVersionMessages(database: Database, versionId: string): Promise<string> {
  const row = await database.prisma.connectorVersion.findUnique({
    where: { id: versionId },
    select: { messages: true },
  });
  return row?.messages ?? '[]';
}
