import type { RuleCount } from '@connectory/diff';
import {
  type ConnectorColumns,
  type ConnectorRecord,
  type EditResult,
  type ImportRecord,
  parseStored,
} from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { findStoredText, type StoredText } from '../texts/stored-text.ts';

/** The changes of an import, kept beside it. */
export interface ImportEffect {
  /** The connector that a dry run would have made. */
  readonly connector: ConnectorColumns | undefined;
  /** JSON text of the diff. */
  readonly diffJson: string | undefined;
  /** The changes of the diff by rule. */
  readonly rules?: readonly RuleCount[] | undefined;
  /** What it did to each edit of the version. */
  readonly edits?: readonly EditResult[] | undefined;
}

/** Results of edits that are kept with an import. */
const maxEditResults = 1_000;

export async function writeEffect(tx: SqlSession, importId: string, effect: ImportEffect): Promise<void> {
  const { connector, diffJson, rules = [], edits } = effect;
  if (connector === undefined && diffJson === undefined && edits === undefined) return;
  const editsJson = edits === undefined ? null : JSON.stringify(mostTelling(edits).slice(0, maxEditResults));
  await tx.$executeRaw`
    insert into import_effects (import_id, connector, diff, rules, edits)
    values (${importId}, ${connector === undefined ? null : JSON.stringify(connector)}, ${diffJson ?? null},
            ${rules.length === 0 ? null : JSON.stringify(rules)}, ${editsJson})`;
}

const tellingOrder: readonly EditResult['fate'][] = ['conflicting', 'dropped', 'merged', 'kept'];

/** Conflicts first, then in the order of the edits. */
function mostTelling(edits: readonly EditResult[]): readonly EditResult[] {
  return edits.toSorted((one, other) => tellingOrder.indexOf(one.fate) - tellingOrder.indexOf(other.fate));
}

/** What an import did to each edit, conflicts first. Empty for a version without edits. */
export async function findEditResults(database: Database, importId: string): Promise<readonly EditResult[]> {
  const row = await database.prisma.importEffect.findFirst({ where: { importId }, select: { edits: true } });
  return row?.edits == null ? [] : parseStored<readonly EditResult[]>(row.edits);
}

/** The connector that a dry run would have made. @returns undefined for any other import. */
export async function findPreviewedConnector(
  database: Database,
  record: ImportRecord,
): Promise<ConnectorRecord | undefined> {
  const row = await database.prisma.importEffect.findFirst({
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
    tagsJson: '{}',
    authSchemeConfigsJson: columns.authSchemeConfigs,
    connectionVariablesJson: columns.connectionVariables,
    createdAt: at,
    updatedAt: at,
  };
}

/** The diff of an import, JSON text. @returns undefined when it made none. */
export async function findImportDiff(database: Database, importId: string): Promise<StoredText | undefined> {
  return findStoredText(database, {
    text: 'select diff as content from import_effects where import_id = $1',
    values: [importId],
  });
}
