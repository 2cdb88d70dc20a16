import { actorJson } from '../audit/audit-rows.ts';
import { insertAudit } from '../audit/record-audit.ts';
import { createId } from '@connectory/encoding';
import { type ConnectorRecord, splitSecret, type StoredAuthScheme } from '@connectory/lifecycle';
import type { FragmentSession } from '../postgres/sql-session.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { storeAuthSchemeSecrets } from '../secrets/auth-scheme-secrets.ts';
import type { Database } from '../postgres/database.ts';
import {
  findExceededQuota,
  noStoredQuotas,
  QuotaExceededError,
  type StoredQuotaName,
  type StoredQuotas,
} from '../quotas/stored-quotas.ts';

/** The columns of a connector, by the names of ConnectorRecord. Lists are JSON text. */
export const connectorColumns = `c.id, c.organisation_id as "organisationId", c.name, c.base_url as "baseUrl", c.public,
  c.documentation_url as "documentationURL", c.image_url as "imageURL", c.tags as "tagsJson",
  c.auth_scheme_configs as "authSchemeConfigsJson", c.connection_variables as "connectionVariablesJson",
  c.created_at as "createdAt", c.updated_at as "updatedAt"`;

export interface NewConnector {
  readonly organisationId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly public: boolean;
  readonly tags: { readonly [key: string]: unknown };
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly connectionVariables: readonly { readonly name: string; readonly value: string }[];
}

/**
 * @param quotas of an organisation without its own.
 * @throws QuotaExceededError
 */
export async function createConnector(
  database: Database,
  connector: NewConnector,
  quotas: StoredQuotas = noStoredQuotas,
): Promise<ConnectorRecord> {
  const { organisationId } = connector;
  const id = createId();
  const split = connector.authSchemeConfigs.map((scheme) => splitSecret(scheme));
  const stored = { ...connector, authSchemeConfigs: split.map(({ scheme }) => scheme) };
  const secrets = split.flatMap(({ scheme, clientSecret }) =>
    clientSecret === undefined ? [] : [{ schemeId: scheme.id, clientSecret }],
  );
  if (secrets.length === 0) await insertConnector(database, database.sql, { id, connector: stored, quotas });
  else
    await inWriteTransaction(database, async (tx) => {
      await insertConnector(database, tx, { id, connector: stored, quotas });
      await storeAuthSchemeSecrets(tx, database, { organisationId, connectorId: id }, secrets);
    });
  const created = await findConnector(database, organisationId, id);
  if (created === undefined) throw new Error(`connector ${id} is missing right after it was stored`);
  return created;
}

async function insertConnector(
  { origin }: Database,
  sql: FragmentSession,
  { id, connector, quotas }: { readonly id: string; readonly connector: NewConnector; readonly quotas: StoredQuotas },
): Promise<void> {
  const { organisationId, name, baseUrl } = connector;
  const use = { organisationId, waits: false, creates: true, bytes: 0 };
  const target = { kind: 'connector', id };
  const change = { action: 'connector.created', organisationId, target, details: { name } } as const;
  const [row] = await sql.$queryRaw<{ exceeded: StoredQuotaName | null }[]>`
    with quota as (
      select ${findExceededQuota(use, quotas)} as exceeded
    ), audited as (
      ${insertAudit(origin, change)}
       where (select exceeded from quota) is null
    ), inserted as (
      insert into connectors (id, organisation_id, name, base_url, public, tags, auth_scheme_configs, connection_variables,
                              updated_at, changed_by)
      select ${id}, ${organisationId}, ${name}, ${baseUrl}, ${connector.public}::boolean, ${JSON.stringify(connector.tags)},
            ${JSON.stringify(connector.authSchemeConfigs)}, ${JSON.stringify(connector.connectionVariables)}, now(),
            ${actorJson(origin)}
        from quota where exceeded is null
    )
    select exceeded from quota`;
  const exceeded = row?.exceeded ?? null;
  if (exceeded !== null) throw new QuotaExceededError(exceeded);
}

export async function findConnector(
  database: Database,
  organisationId: string,
  connectorId: string,
): Promise<ConnectorRecord | undefined> {
  const [connector] = await database.sql.query<ConnectorRecord>(
    `select ${connectorColumns} from connectors c where c.id = $1 and c.organisation_id = $2`,
    [connectorId, organisationId],
  );
  return connector;
}

/** Whether an organisation has a connector, by a cheap query. */
export async function hasConnector(database: Database, organisationId: string, connectorId: string): Promise<boolean> {
  const [row] = await database.sql.$queryRaw<{ organisationId: string }[]>`
    select organisation_id as "organisationId" from connectors where id = ${connectorId}`;
  return row?.organisationId === organisationId;
}
