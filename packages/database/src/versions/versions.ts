import type { Database } from '../postgres/database.ts';
import type { ConnectorVersionModel as VersionRow } from '../generated/models.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';

export interface VersionRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly publishedAt: Date | null;
  /** Whether it is the one published last. */
  readonly isLatest: boolean;
  /** Whether it was chosen as default; the latest is while none was. */
  readonly isDefault: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type BareVersionRow = Pick<VersionRow, 'id' | 'name' | 'description' | 'publishedAt' | 'createdAt' | 'updatedAt'>;

/** The versions of one connector, newest first; all of them are needed to tell which is latest and default. */
export function toVersionRecords(
  rows: readonly BareVersionRow[],
  defaultVersionId: string | null,
): readonly VersionRecord[] {
  const latest = rows.reduce<BareVersionRow | undefined>((best, row) => (isLater(row, best) ? row : best), undefined);
  const defaultId = defaultVersionId ?? latest?.id;
  return [...rows]
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      publishedAt: row.publishedAt,
      isLatest: row.id === latest?.id,
      isDefault: row.id === defaultId,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    }));
}

function isLater(row: BareVersionRow, best: BareVersionRow | undefined): boolean {
  if (row.publishedAt === null) return false;
  if (best?.publishedAt == null || row.publishedAt > best.publishedAt) return true;
  // Two may share a millisecond.
  return row.publishedAt.getTime() === best.publishedAt.getTime() && row.id > best.id;
}

/** The version that a name, `latest` or `default` stands for. */
export function pickVersion(versions: readonly VersionRecord[], name: string): VersionRecord | undefined {
  return versions.find((version) =>
    name === 'latest' ? version.isLatest : name === 'default' ? version.isDefault : version.name === name,
  );
}

/**
 * The version that a name, `latest` or `default` stands for.
 * @returns undefined when the organisation has no such connector or the connector no such version.
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
