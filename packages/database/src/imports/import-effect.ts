import type { ConnectorRecord } from '../connectors/connectors.ts';
import type { Database } from '../postgres/database.ts';
import type { ConnectorColumns } from '../connectors/write-connector.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { type ImportRecord, parseStored } from './import-record.ts';

/** What is kept with an import about what it changed, or would have. */
export interface ImportEffect {
  /** The connector that a dry run would have made. */
  readonly connector: ConnectorColumns | undefined;
  /** JSON text of the diff. */
  readonly diffJson: string | undefined;
}

export async function writeEffect(tx: SqlSession, importId: string, effect: ImportEffect): Promise<void> {
  const { connector, diffJson } = effect;
  if (connector === undefined && diffJson === undefined) return;
  await tx.$executeRaw`
    insert into import_effects (import_id, connector, diff)
    values (${importId}, ${connector === undefined ? null : JSON.stringify(connector)}, ${diffJson ?? null})`;
}

/** The connector that a dry run would have made, as it would be read. @returns undefined when the import is none such. */
export async function findPreviewedConnector(
  database: Database,
  record: ImportRecord,
): Promise<ConnectorRecord | undefined> {
  const row = await database.prisma.importEffect.findUnique({
    where: { importId: record.id },
    select: { connector: true },
  });
  if (row?.connector == null) return undefined;
  const columns = parseStored<ConnectorColumns>(row.connector);
  const at = record.finishedAt ?? record.createdAt;
  return {
    id: record.connectorId,
    organisationId: record.organisationId,
    name: columns.name,
    baseUrl: columns.baseUrl,
    public: false,
    documentationURL: columns.documentationUrl,
    imageURL: columns.imageUrl,
    tags: {},
    authSchemeConfigs: parseStored(columns.authSchemeConfigs),
    connectionVariables: parseStored(columns.connectionVariables),
    versions: [],
    createdAt: at,
    updatedAt: at,
  };
}

/** The diff that was kept with an import, JSON text. @returns undefined when it compared nothing. */
export async function findImportDiff(database: Database, importId: string): Promise<string | undefined> {
  const row = await database.prisma.importEffect.findUnique({ where: { importId }, select: { diff: true } });
  return row?.diff ?? undefined;
}
