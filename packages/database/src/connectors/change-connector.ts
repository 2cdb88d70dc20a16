import { type ConnectorRecord, parseStored, type StoredAuthScheme } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { findConnector } from './connectors.ts';
import { lockConnector, type Precondition, requireConnector } from './lock-connector.ts';

export interface ConnectorUpdate {
  readonly name: string;
  readonly baseUrl: string;
  readonly public: boolean;
  readonly documentationURL: string | null;
  readonly imageURL: string | null;
  readonly tags: { readonly [key: string]: unknown };
  /** Undefined keeps the present ones. */
  readonly connectionVariables: readonly { readonly name: string; readonly value: string }[] | undefined;
  /** The ids of all its auth schemes, in a new order; undefined keeps the present order. */
  readonly authSchemeConfigIds: readonly string[] | undefined;
  readonly condition?: Precondition<ConnectorRecord> | undefined;
}

export type ConnectorUpdateOutcome =
  | { readonly outcome: 'updated'; readonly connector: ConnectorRecord }
  | { readonly outcome: 'connector-not-found' }
  /** The ids are not exactly those of its auth schemes. */
  | { readonly outcome: 'auth-schemes-differ' };

/** Writes all columns of a connector that a client may change. */
export async function updateConnector(
  database: Database,
  organisationId: string,
  connectorId: string,
  update: ConnectorUpdate,
): Promise<ConnectorUpdateOutcome> {
  const outcome = await inWriteTransaction(database, async (tx) => {
    if ((await lockConnector(tx, organisationId, connectorId)) === undefined) return 'connector-not-found';
    await requireConnector(tx, connectorId, update.condition);
    const [row] = await tx.$queryRaw<{ schemes: string }[]>`
      select auth_scheme_configs as schemes from connectors where id = ${connectorId}`;
    const schemes = reorder(parseStored<readonly StoredAuthScheme[]>(row?.schemes ?? '[]'), update.authSchemeConfigIds);
    if (schemes === undefined) return 'auth-schemes-differ';
    const variables = update.connectionVariables === undefined ? null : JSON.stringify(update.connectionVariables);
    await tx.$executeRaw`
      update connectors
         set name = ${update.name}, base_url = ${update.baseUrl}, public = ${update.public},
             documentation_url = ${update.documentationURL}, image_url = ${update.imageURL},
             tags = ${JSON.stringify(update.tags)}, auth_scheme_configs = ${JSON.stringify(schemes)},
             connection_variables = coalesce(${variables}, connection_variables), updated_at = now(),
             changed_by = ${actorJson(database.origin)}
       where id = ${connectorId}`;
    const target = { kind: 'connector', id: connectorId };
    const change = { action: 'connector.changed', organisationId, target, details: { name: update.name } } as const;
    tx.beforeCommit(recordAudit(tx, database.origin, change));
    return 'updated';
  });
  if (outcome !== 'updated') return { outcome };
  const connector = await findConnector(database, organisationId, connectorId);
  return connector === undefined ? { outcome: 'connector-not-found' } : { outcome, connector };
}

function reorder(
  schemes: readonly StoredAuthScheme[],
  ids: readonly string[] | undefined,
): readonly StoredAuthScheme[] | undefined {
  if (ids === undefined) return schemes;
  const ordered = ids.flatMap((id) => schemes.filter((scheme) => scheme.id === id));
  return ids.length === schemes.length && new Set(ordered).size === schemes.length ? ordered : undefined;
}

export type ConnectorDeletion =
  | { readonly outcome: 'deleted' }
  | { readonly outcome: 'connector-not-found' }
  /** It has a published version, so deleting it requires `force`. */
  | { readonly outcome: 'connector-published' };

/** Deletes a connector with all its versions. Imports under way into it fail when they write their version. */
export async function deleteConnector(
  database: Database,
  organisationId: string,
  connectorId: string,
  options: { readonly force: boolean; readonly condition?: Precondition<ConnectorRecord> | undefined },
): Promise<ConnectorDeletion> {
  return inWriteTransaction(database, async (tx) => {
    if ((await lockConnector(tx, organisationId, connectorId)) === undefined) return { outcome: 'connector-not-found' };
    await requireConnector(tx, connectorId, options.condition);
    const [deleted] = await tx.$queryRaw<{ name: string; versions: number }[]>`
      delete from connectors where id = ${connectorId}
         and (${options.force}::boolean or not exists (
               select 1 from connector_versions where connector_id = ${connectorId} and published_at is not null))
      returning name, (select count(*)::int from connector_versions where connector_id = ${connectorId}) as versions`;
    if (deleted === undefined) return { outcome: 'connector-published' };
    const target = { kind: 'connector', id: connectorId };
    const details = { ...deleted, force: options.force };
    tx.beforeCommit(recordAudit(tx, database.origin, { action: 'connector.deleted', organisationId, target, details }));
    return { outcome: 'deleted' };
  });
}
