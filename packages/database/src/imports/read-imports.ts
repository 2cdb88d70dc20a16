import type { ImportRecord, ImportStatus } from '@connectory/lifecycle';
import { readCallbacks } from '../callbacks/callbacks.ts';
import { Prisma } from '../generated/client.ts';
import type { ImportModel } from '../generated/models.ts';
import type { Database } from '../postgres/database.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { type ImportRow, toImportRecord } from './import-record.ts';

const withSize = { omit: { messages: true }, include: { document: { select: { bytes: true } } } } as const;

export async function findImport(
  database: Database,
  organisationId: string,
  importId: string,
): Promise<ImportRecord | undefined> {
  const { rows } = await database.pool.query<Omit<ImportModel, 'messages'> & { documentBytes: number | null }>({
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
    .filter((field) => field !== 'messages')
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

/** The messages of an import: a JSON array as text. */
export async function readImportMessages(database: Database, importId: string): Promise<string> {
  const [row] = await database.sql.$queryRaw<{ messages: string }[]>`
    select messages from imports where id = ${importId}`;
  return row?.messages ?? '[]';
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
  filter: { organisationId: string; status?: ImportStatus; connectorId?: string; reimportId?: string },
  request: PageRequest,
): Promise<Page<ImportRecord>> {
  const where = {
    organisationId: filter.organisationId,
    ...(filter.status === undefined ? {} : { status: filter.status }),
    ...(filter.connectorId === undefined ? {} : { connectorId: filter.connectorId }),
    ...(filter.reimportId === undefined ? {} : { reimportId: filter.reimportId }),
  };
  return readPage(request, {
    count: () => database.prisma.import.count({ where }),
    read: async ({ cursor, backwards, limit }) => {
      const beyond = cursor === undefined ? {} : { id: backwards ? { gt: cursor } : { lt: cursor } };
      const rows = await database.prisma.import.findMany({
        where: { AND: [where, beyond] },
        orderBy: { id: backwards ? 'asc' : 'desc' },
        take: limit,
        ...withSize,
      });
      return toImportRecords(database, rows);
    },
    cursorOf: (record) => record.id,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
}
