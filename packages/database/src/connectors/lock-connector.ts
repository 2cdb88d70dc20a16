import type { SqlSession } from '../postgres/sql-session.ts';

/** A connector whose row is locked. The lock also covers the set of its versions. */
export interface LockedConnector {
  readonly id: string;
  readonly defaultVersionId: string | null;
}

/**
 * Locks a connector for the rest of the transaction: imports into it and changes of its versions wait. Always lock the connector before
 * its versions.
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

/** Sets `updated_at`, by which lists of connectors are ordered. */
export async function touchConnector(tx: SqlSession, connectorId: string): Promise<void> {
  await tx.$executeRaw`update connectors set updated_at = now() where id = ${connectorId}`;
}
