import type { SqlSession } from '../postgres/sql-session.ts';
import { pickVersion, toVersionRecords, type VersionRecord } from './versions.ts';

/** A connector whose row is locked, and with it the set of its versions. */
export interface LockedConnector {
  readonly id: string;
  readonly defaultVersionId: string | null;
}

interface StoredRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * Locks a connector for the rest of the transaction: imports into it, and changes of its versions, wait. Always the first lock, before
 * those of versions.
 * @returns undefined when the organisation has no such connector.
 */
export async function lockConnector(
  tx: SqlSession,
  organisationId: string,
  connectorId: string,
): Promise<LockedConnector | undefined> {
  const rows = await tx.$queryRaw<LockedConnector[]>`
    select id, default_version_id as "defaultVersionId" from connectors
     where id = ${connectorId} and organisation_id = ${organisationId} for update`;
  return rows[0];
}

/** The versions of a locked connector; their rows are locked too. */
export async function lockVersions(tx: SqlSession, connector: LockedConnector): Promise<readonly VersionRecord[]> {
  const rows = await tx.$queryRaw<StoredRow[]>`
    select id, name, description, published_at as "publishedAt", created_at as "createdAt", updated_at as "updatedAt"
      from connector_versions where connector_id = ${connector.id} order by id for update`;
  return toVersionRecords(rows, connector.defaultVersionId);
}

/** The version that a name, `latest` or `default` stands for, as it is now. */
export async function lockVersion(
  tx: SqlSession,
  connector: LockedConnector,
  name: string,
): Promise<VersionRecord | undefined> {
  return pickVersion(await lockVersions(tx, connector), name);
}

/** A version after it was changed. */
export async function rereadVersion(
  tx: SqlSession,
  organisationId: string,
  connectorId: string,
  versionId: string,
): Promise<VersionRecord> {
  const connector = await lockConnector(tx, organisationId, connectorId);
  const versions = connector === undefined ? [] : await lockVersions(tx, connector);
  const found = versions.find(({ id }) => id === versionId);
  if (found === undefined) throw new Error(`version ${versionId} is gone from within its transaction`);
  return found;
}

/** Lists show what changed last first. */
export async function touchConnector(tx: SqlSession, connectorId: string): Promise<void> {
  await tx.$executeRaw`update connectors set updated_at = now() where id = ${connectorId}`;
}
