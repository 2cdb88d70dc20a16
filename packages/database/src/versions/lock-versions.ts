import { pickVersion, toVersionRecords, type VersionRecord } from '@connectory/lifecycle';
import { type LockedConnector, lockConnector } from '../connectors/lock-connector.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

type VersionRow = Omit<VersionRecord, 'isLatest' | 'isDefault'>;

/** Locks and reads all versions of a locked connector. */
async function lockVersions(tx: SqlSession, connector: LockedConnector): Promise<readonly VersionRecord[]> {
  const rows = await tx.$queryRaw<VersionRow[]>`
    select id, name, description, published_at as "publishedAt", created_at as "createdAt", updated_at as "updatedAt"
      from connector_versions where connector_id = ${connector.id} order by id for update`;
  return toVersionRecords(rows, connector.defaultVersionId);
}

/** Locks all versions of a locked connector, and finds one by its name, or by `latest` or `default`. */
export async function lockVersion(
  tx: SqlSession,
  connector: LockedConnector,
  name: string,
): Promise<VersionRecord | undefined> {
  return pickVersion(await lockVersions(tx, connector), name);
}

/** Reads a version again after a change within the same transaction. */
export async function rereadVersion(
  tx: SqlSession,
  organisationId: string,
  connectorId: string,
  versionId: string,
): Promise<VersionRecord> {
  const connector = await lockConnector(tx, organisationId, connectorId);
  const versions = connector === undefined ? [] : await lockVersions(tx, connector);
  const found = versions.find(({ id }) => id === versionId);
  if (found === undefined) throw new Error(`version ${versionId} disappeared within its transaction`);
  return found;
}
