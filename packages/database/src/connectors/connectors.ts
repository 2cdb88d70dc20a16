import { type ConnectorRecord, parseStored, type StoredAuthScheme, toVersionRecords } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { ConnectorModel as ConnectorRow, ConnectorVersionModel as VersionRow } from '../generated/models.ts';
import { createId } from '@connectory/encoding';
import type { Database } from '../postgres/database.ts';
import { escapeLike } from '../postgres/escape-like.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';

const withVersions = { include: { versions: { omit: { messages: true } } } } as const;

type RowWithVersions = ConnectorRow & { versions: Omit<VersionRow, 'messages'>[] };

function toConnectorRecord(row: RowWithVersions): ConnectorRecord {
  return {
    id: row.id,
    organisationId: row.organisationId,
    name: row.name,
    baseUrl: row.baseUrl,
    public: row.public,
    documentationURL: row.documentationUrl,
    imageURL: row.imageUrl,
    tags: parseStored(row.tags),
    authSchemeConfigs: parseStored(row.authSchemeConfigs),
    connectionVariables: parseStored(row.connectionVariables),
    versions: toVersionRecords(row.versions, row.defaultVersionId),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

export interface NewConnector {
  readonly organisationId: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly public: boolean;
  readonly tags: { readonly [key: string]: unknown };
  readonly authSchemeConfigs: readonly StoredAuthScheme[];
  readonly connectionVariables: readonly { readonly name: string; readonly value: string }[];
}

export async function createConnector(database: Database, connector: NewConnector): Promise<ConnectorRecord> {
  const { organisationId, name, baseUrl } = connector;
  const id = createId();
  const data = {
    id,
    organisationId,
    name,
    baseUrl,
    public: connector.public,
    tags: JSON.stringify(connector.tags),
    authSchemeConfigs: JSON.stringify(connector.authSchemeConfigs),
    connectionVariables: JSON.stringify(connector.connectionVariables),
    changedBy: actorJson(database.origin),
  };
  const row = await database.prisma.$transaction(async (tx) => {
    const created = await tx.connector.create({ data, ...withVersions });
    const target = { kind: 'connector', id };
    await recordAudit(tx, database.origin, { action: 'connector.created', organisationId, target, details: { name } });
    return created;
  });
  return toConnectorRecord(row);
}

export async function findConnector(
  database: Database,
  organisationId: string,
  connectorId: string,
): Promise<ConnectorRecord | undefined> {
  const row = await database.prisma.connector.findFirst({
    where: { id: connectorId, organisationId },
    ...withVersions,
  });
  return row === null ? undefined : toConnectorRecord(row);
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
  const where = {
    organisationId: filter.organisationId,
    ...(filter.name === undefined ? {} : { name: { contains: escapeLike(filter.name), mode: 'insensitive' as const } }),
  };
  return readPage(request, {
    count: () => database.prisma.connector.count({ where }),
    read: async ({ cursor, backwards, limit }) => {
      const rows = await database.prisma.connector.findMany({
        where: cursor === undefined ? where : { AND: [where, beyond(cursor, backwards)] },
        orderBy: backwards ? [{ updatedAt: 'asc' }, { id: 'desc' }] : [{ updatedAt: 'desc' }, { id: 'asc' }],
        take: limit,
        ...withVersions,
      });
      return rows.map(toConnectorRecord);
    },
    cursorOf: (record) => `${record.updatedAt.toISOString()}/${record.id}`,
    cursorForm: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\/[0-9A-Z]{26}$/,
  });
}

/** The order is (updatedAt descending, id ascending), because two connectors may be updated in the same millisecond. */
function beyond(cursor: string, backwards: boolean) {
  const [time = '', id = ''] = cursor.split('/');
  const updatedAt = new Date(time);
  return backwards
    ? { OR: [{ updatedAt: { gt: updatedAt } }, { updatedAt, id: { lt: id } }] }
    : { OR: [{ updatedAt: { lt: updatedAt } }, { updatedAt, id: { gt: id } }] };
}
