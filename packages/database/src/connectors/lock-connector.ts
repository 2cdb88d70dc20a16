import type { ConnectorRecord } from '@connectory/lifecycle';
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

/** Throws if a record is not the one that the client has read. It runs while the row is locked, and rolls the change back. */
export type Precondition<StoredRecord> = (record: StoredRecord) => void;

/** Checks a locked connector. It is read only if there is a condition. */
export async function requireConnector(
  tx: SqlSession,
  connectorId: string,
  condition: Precondition<ConnectorRecord> | undefined,
): Promise<void> {
  if (condition === undefined) return;
  const [record] = await tx.$queryRaw<ConnectorRecord[]>`
    select id, organisation_id as "organisationId", name, base_url as "baseUrl", public,
           documentation_url as "documentationURL", image_url as "imageURL", tags as "tagsJson",
           auth_scheme_configs as "authSchemeConfigsJson", connection_variables as "connectionVariablesJson",
           created_at as "createdAt", updated_at as "updatedAt"
      from connectors where id = ${connectorId}`;
  if (record !== undefined) condition(record);
}

/** Sets `updated_at`, by which lists of connectors are ordered. */
export async function touchConnector(tx: SqlSession, connectorId: string): Promise<void> {
  await tx.$executeRaw`update connectors set updated_at = now() where id = ${connectorId}`;
}
