import type { ImportRecord } from '@connectory/lifecycle';
import { readCallbacks } from '../callbacks/callbacks.ts';
import { Prisma } from '../generated/client.ts';
import type { ImportModel } from '../generated/models.ts';
import type { Database } from '../postgres/database.ts';
import { fitsPage, maxCounted, type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { findStoredText, type StoredText, textInMemory } from '../texts/stored-text.ts';
import { type ImportRow, toImportRecord } from './import-record.ts';
import { countImports, type ImportFilter, selectImports } from './select-imports.ts';

const withSize = {
  omit: { messages: true, overlays: true },
  include: { document: { select: { bytes: true } } },
} as const;

export async function findImport(
  database: Database,
  organisationId: string,
  importId: string,
): Promise<ImportRecord | undefined> {
  const [row] = await database.sql.query<Omit<ImportModel, 'messages' | 'overlays'> & { documentBytes: number | null }>(
    findStatement,
    [importId],
  );
  if (row === undefined || row.organisationId !== organisationId) return undefined;
  const document = row.documentBytes === null ? null : { bytes: row.documentBytes };
  const [record] = await toImportRecords(database, [{ ...row, document }]);
  return record;
}

/**
 * Raw SQL, because it runs for every waiting request and Prisma's client takes ten times as long. It selects by the id alone: with a
 * condition on the organisation, PostgreSQL may use that index until the table is analysed, and read all imports of the organisation.
 */
const findStatement = `select ${Object.values(Prisma.ImportScalarFieldEnum)
  .filter((field) => field !== 'messages' && field !== 'overlays')
  .map((field) => `i.${columnOf(field)} as "${field}"`)
  .join(', ')}, d.bytes as "documentBytes"
    from imports i left join documents d on d.sha256 = i.document_sha256
   where i.id = $1`;

/** Whether an import is queued or running, by a cheap query. @returns undefined when the organisation has no such import. */
export async function isImportUnderWay(
  database: Database,
  organisationId: string,
  importId: string,
): Promise<boolean | undefined> {
  const [row] = await database.sql.$queryRaw<{ underWay: boolean; organisationId: string }[]>`
    select status in ('queued', 'running') as "underWay", organisation_id as "organisationId"
      from imports where id = ${importId}`;
  return row?.organisationId === organisationId ? row.underWay : undefined;
}

/** The messages of an import: a JSON array of Message. */
export async function readImportMessages(database: Database, importId: string): Promise<StoredText> {
  const statement = { text: 'select messages as content from imports where id = $1', values: [importId] };
  return (await findStoredText(database, statement)) ?? textInMemory('[]');
}

/** The schema maps every field of this model to its name in snake case. A test checks it. */
function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function toImportRecords(database: Database, rows: readonly ImportRow[]): Promise<ImportRecord[]> {
  const ids = rows.filter(({ callbackUrl }) => callbackUrl !== null).map(({ id }) => id);
  const callbacks = await readCallbacks(database, ids);
  return rows.map((row) => toImportRecord(row, callbacks.get(row.id)));
}

/** Newest first. */
export async function listImports(
  database: Database,
  filter: ImportFilter,
  request: PageRequest,
): Promise<Page<ImportRecord>> {
  const page = await pageImports(database, filter, request);
  const ids = page.items.map(({ id }) => id);
  const rows = await database.prisma.import.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'desc' },
    ...withSize,
  });
  return { ...page, items: await toImportRecords(database, rows) };
}

interface SizedImport {
  readonly id: string;
  /** Size of the texts that are read with it. */
  readonly bytes: number;
}

async function pageImports({ pool }: Database, filter: ImportFilter, request: PageRequest): Promise<Page<SizedImport>> {
  return readPage<SizedImport>(request, {
    count: async () => {
      const { text, values } = countImports(filter, maxCounted);
      const { rows } = await pool.query<{ count: number }>(text, [...values]);
      return rows[0]?.count ?? 0;
    },
    read: async (slice) => {
      const { text, values } = selectImports(filter, slice);
      return (await pool.query<SizedImport>(text, [...values])).rows;
    },
    fits: fitsPage(({ bytes }) => bytes),
    cursorOf: ({ id }) => id,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
}
