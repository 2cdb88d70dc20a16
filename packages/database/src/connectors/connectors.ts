import { actorJson } from '../audit/audit-rows.ts';
import { insertAudit } from '../audit/record-audit.ts';
import { createId } from '@connectory/encoding';
import type { ConnectorRecord, StoredAuthScheme } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { escapeLike } from '../postgres/escape-like.ts';
import { fitsPage, type Page, type PageRequest, readPage } from '../postgres/page.ts';
import {
  findExceededQuota,
  noStoredQuotas,
  QuotaExceededError,
  type StoredQuotaName,
  type StoredQuotas,
} from '../quotas/stored-quotas.ts';

/** The columns of a connector, by the names of ConnectorRecord. Lists are JSON text. */
const columns = `c.id, c.organisation_id as "organisationId", c.name, c.base_url as "baseUrl", c.public,
  c.documentation_url as "documentationURL", c.image_url as "imageURL", c.tags as "tagsJson",
  c.auth_scheme_configs as "authSchemeConfigsJson", c.connection_variables as "connectionVariablesJson",
  c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** About the bytes of a version in a response, without its name and description. */
const versionBytes = 300;

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
  const { organisationId, name, baseUrl } = connector;
  const use = { organisationId, waits: false, creates: true, bytes: 0 };
  const id = createId();
  const target = { kind: 'connector', id };
  const change = { action: 'connector.created', organisationId, target, details: { name } } as const;
  const [row] = await database.sql.$queryRaw<{ exceeded: StoredQuotaName | null }[]>`
    with quota as (
      select ${findExceededQuota(use, quotas)} as exceeded
    ), audited as (
      ${insertAudit(database.origin, change)}
       where (select exceeded from quota) is null
    ), inserted as (
      insert into connectors (id, organisation_id, name, base_url, public, tags, auth_scheme_configs, connection_variables,
                              updated_at, changed_by)
      select ${id}, ${organisationId}, ${name}, ${baseUrl}, ${connector.public}::boolean, ${JSON.stringify(connector.tags)},
            ${JSON.stringify(connector.authSchemeConfigs)}, ${JSON.stringify(connector.connectionVariables)}, now(),
            ${actorJson(database.origin)}
        from quota where exceeded is null
    )
    select exceeded from quota`;
  const exceeded = row?.exceeded ?? null;
  if (exceeded !== null) throw new QuotaExceededError(exceeded);
  const created = await findConnector(database, organisationId, id);
  if (created === undefined) throw new Error(`connector ${id} is missing right after it was stored`);
  return created;
}

export async function findConnector(
  database: Database,
  organisationId: string,
  connectorId: string,
): Promise<ConnectorRecord | undefined> {
  const { rows } = await database.pool.query<ConnectorRecord>(
    `select ${columns} from connectors c where c.id = $1 and c.organisation_id = $2`,
    [connectorId, organisationId],
  );
  return rows[0];
}

/** Whether an organisation has a connector, by a cheap query. */
export async function hasConnector(database: Database, organisationId: string, connectorId: string): Promise<boolean> {
  const [row] = await database.sql.$queryRaw<{ organisationId: string }[]>`
    select organisation_id as "organisationId" from connectors where id = ${connectorId}`;
  return row?.organisationId === organisationId;
}

/** Most recently updated first. `name` filters by substring, ignoring case. */
export async function listConnectors(
  database: Database,
  filter: { organisationId: string; name?: string },
  request: PageRequest,
): Promise<Page<ConnectorRecord>> {
  const page = await pageConnectors(database, filter, request);
  const ids = page.items.map(({ id }) => id);
  const { rows } = await database.pool.query<ConnectorRecord>(
    `select ${columns} from connectors c where c.id = any ($1::text[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { ...page, items: ids.flatMap((id) => byId.get(id) ?? []) };
}

interface SizedConnector {
  readonly id: string;
  readonly updatedAt: Date;
  /** Size in a response, with all its versions. */
  readonly bytes: number;
}

async function pageConnectors(
  database: Database,
  { organisationId, name }: { organisationId: string; name?: string },
  request: PageRequest,
): Promise<Page<SizedConnector>> {
  const like = name === undefined ? '%' : `%${escapeLike(name)}%`;
  return readPage(request, {
    count: async () => {
      const { rows } = await database.pool.query<{ count: number }>(
        'select count(*)::int as count from connectors where organisation_id = $1 and name ilike $2',
        [organisationId, like],
      );
      return rows[0]?.count ?? 0;
    },
    read: async ({ cursor, backwards, limit }) => {
      const [time, id] = cursor?.split('/') ?? [];
      const { rows } = await database.pool.query<SizedConnector>(
        `select c.id, c.updated_at as "updatedAt",
                (octet_length(c.name) + octet_length(c.tags) + octet_length(c.auth_scheme_configs)
                 + octet_length(c.connection_variables)
                 + (select coalesce(sum(${versionBytes} + octet_length(v.name) + coalesce(octet_length(v.description), 0)), 0)
                      from connector_versions v where v.connector_id = c.id))::float8 as bytes
           from connectors c
          where c.organisation_id = $1 and c.name ilike $2
            and ($3::timestamptz is null or ${backwards ? beforeCursor : afterCursor})
          order by ${backwards ? 'c.updated_at, c.id desc' : 'c.updated_at desc, c.id'} limit $5`,
        [organisationId, like, time ?? null, id ?? null, limit],
      );
      return rows;
    },
    fits: fitsPage(({ bytes }) => bytes),
    cursorOf: (connector) => `${connector.updatedAt.toISOString()}/${connector.id}`,
    cursorForm: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\/[0-9A-Z]{26}$/,
  });
}

/** The order is (updatedAt descending, id ascending), because two connectors may be updated in the same millisecond. */
const afterCursor = '(c.updated_at < $3 or (c.updated_at = $3 and c.id > $4))';
const beforeCursor = '(c.updated_at > $3 or (c.updated_at = $3 and c.id < $4))';
