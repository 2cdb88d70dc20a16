import { createId } from '@connectory/encoding';
import { type ConnectorRecord, parseStored, type StoredAuthScheme, withoutCredentials } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { findConnector } from '../connectors/connectors.ts';
import type { Database } from '../postgres/database.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { requireQuota, type StoredQuotas } from '../quotas/stored-quotas.ts';
import { copyPublicEntities } from './copy-public-entities.ts';

/** A version of a public connector, and the organisation that gets the copy. */
export interface PublicCopy {
  readonly organisationId: string;
  readonly connectorId: string;
  /** Its name, or `latest` or `default`. */
  readonly version: string;
}

export type PublicCopyOutcome =
  | { readonly outcome: 'copied'; readonly connector: ConnectorRecord }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'version-not-found' };

/**
 * Copies a published version of a public connector into an organisation, as a draft of a new connector. What belongs to its owner is not
 * copied: credentials of auth schemes, the document, and the source of the import.
 * @throws QuotaExceededError
 */
export async function copyPublicVersion(
  database: Database,
  copy: PublicCopy,
  quotas: StoredQuotas,
): Promise<PublicCopyOutcome> {
  const id = createId();
  const outcome = await inWriteTransaction(database, (tx) => copyWithin(tx, database, { ...copy, id, quotas }));
  if (outcome !== 'copied') return { outcome };
  const connector = await findConnector(database, copy.organisationId, id);
  return connector === undefined ? { outcome: 'connector-not-found' } : { outcome, connector };
}

async function copyWithin(
  tx: WriteTransaction,
  { origin }: Database,
  copy: PublicCopy & { readonly id: string; readonly quotas: StoredQuotas },
): Promise<PublicCopyOutcome['outcome']> {
  const { id, organisationId, connectorId } = copy;
  const [source] = await tx.$queryRaw<{ name: string; schemes: string }[]>`
    select name, auth_scheme_configs as schemes from public_connectors where id = ${connectorId}`;
  if (source === undefined) return 'connector-not-found';
  const version = await findVersion(tx, copy);
  if (version === undefined) return 'version-not-found';
  await requireQuota(tx, { organisationId, waits: false, creates: true, bytes: 0 }, copy.quotas);
  const schemes = parseStored<readonly StoredAuthScheme[]>(source.schemes).map(withoutCredentials);
  await tx.$executeRaw`
    insert into connectors (id, organisation_id, name, base_url, documentation_url, image_url, tags, categories,
                            auth_scheme_configs, connection_variables, changed_by)
    select ${id}, ${organisationId}, name, base_url, documentation_url, image_url, tags, categories,
           ${JSON.stringify(schemes)}, connection_variables, ${actorJson(origin)}
      from public_connectors where id = ${connectorId}`;
  const versionId = createId();
  await tx.$executeRaw`
    insert into connector_versions (id, connector_id, name, description, messages, extras_hash, changed_by)
    select ${versionId}, ${id}, name, description, messages, extras_hash, ${actorJson(origin)}
      from public_versions where id = ${version.id}`;
  await copyPublicEntities(tx, version.id, versionId);
  const target = { kind: 'connector', id };
  const details = { name: source.name, copyOf: connectorId, version: version.name };
  tx.beforeCommit(recordAudit(tx, origin, { action: 'connector.created', organisationId, target, details }));
  return 'copied';
}

/** Finds a published version by its name or role. */
async function findVersion(
  tx: WriteTransaction,
  { connectorId, version }: PublicCopy,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const [row] = await tx.$queryRaw<{ id: string; name: string }[]>`
    select v.id, v.name from public_versions v join public_connectors c on c.id = v.connector_id
     where c.id = ${connectorId} and (${version} in ('latest', 'default') or v.name = ${version})
     order by (${version} = 'default' and v.id = c.default_version_id) is true desc, v.published_at desc, v.id desc limit 1`;
  return row;
}
