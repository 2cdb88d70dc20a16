import type { CallbackRecord, ImportRecord, ImportStatus } from '@connectory/lifecycle';
import { readCallbacks } from '../callbacks/callbacks.ts';
import { Prisma } from '../generated/client.ts';
import type { ImportModel } from '../generated/models.ts';
import type { Database } from '../postgres/database.ts';
import { fitsPage, type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { findStoredText, type StoredText, textInMemory } from '../texts/stored-text.ts';
import { type ImportRow, toImportRecord } from './import-record.ts';

const withSize = {
  omit: { messages: true, overlays: true },
  include: { document: { select: { bytes: true } } },
} as const;

export async function findImport(
  database: Database,
  organisationId: string,
  importId: string,
): Promise<ImportRecord | undefined> {
  const { rows } = await database.pool.query<
    Omit<ImportModel, 'messages' | 'overlays'> & { documentBytes: number | null }
  >({
    ...findStatement,
    values: [importId],
  });
  const [row] = rows;
  if (row === undefined || row.organisationId !== organisationId) return undefined;
  const document = row.documentBytes === null ? null : { bytes: row.documentBytes };
  const [record] = await toImportRecords(database, [{ ...row, document }]);
  return record;
}

/**
 * Raw SQL, because it runs for every waiting request and Prisma's client takes ten times as long. It selects by the id alone: with a
 * condition on the organisation, PostgreSQL may use that index until the table is analysed, and read all imports of the organisation.
 */
const findStatement = {
  name: 'connectory_find_import',
  text: `select ${Object.values(Prisma.ImportScalarFieldEnum)
    .filter((field) => field !== 'messages' && field !== 'overlays')
    .map((field) => `i.${columnOf(field)} as "${field}"`)
    .join(', ')}, d.bytes as "documentBytes"
      from imports i left join documents d on d.sha256 = i.document_sha256
     where i.id = $1`,
};

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

interface ImportFilter {
  readonly organisationId: string;
  /** Any of them. */
  readonly statuses?: readonly ImportStatus[];
  readonly connectorId?: string;
  readonly reimportId?: string;
  /** Any of these states of its notification. Imports without `callbackUrl` have none. */
  readonly notifications?: readonly CallbackRecord['status'][];
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

const ofFilter = `organisation_id = $1 and ($2::text[] is null or status::text = any ($2))
  and ($3::text is null or connector_id = $3) and ($4::text is null or reimport_id = $4)
  and ($5::text[] is null or (callback_url is not null and coalesce((select c.status::text from callbacks c
       where c.import_id = imports.id order by c.created_at desc limit 1), 'waiting') = any ($5)))`;

async function pageImports(
  database: Database,
  { organisationId, statuses, connectorId, reimportId, notifications }: ImportFilter,
  request: PageRequest,
): Promise<Page<SizedImport>> {
  const values = [organisationId, statuses ?? null, connectorId ?? null, reimportId ?? null, notifications ?? null];
  return readPage<SizedImport>(request, {
    count: async () => {
      const { rows } = await database.pool.query<{ count: number }>(
        `select count(*)::int as count from imports where ${ofFilter}`,
        values,
      );
      return rows[0]?.count ?? 0;
    },
    read: async ({ cursor, backwards, limit }) => {
      const { rows } = await database.pool.query<SizedImport>(
        `select id, octet_length(options) + coalesce(octet_length(summary), 0) + coalesce(octet_length(coverage), 0)
                  + coalesce(octet_length(error), 0) as bytes
           from imports where ${ofFilter} and ($6::text is null or id ${backwards ? '>' : '<'} $6)
          order by id ${backwards ? '' : 'desc'} limit $7`,
        [...values, cursor ?? null, limit],
      );
      return rows;
    },
    fits: fitsPage(({ bytes }) => bytes),
    cursorOf: ({ id }) => id,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
}
