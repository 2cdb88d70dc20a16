import type { Database } from '../postgres/database.ts';
import { Prisma } from '../generated/client.ts';
import type { ImportStatus } from '../generated/enums.ts';
import type { ImportModel } from '../generated/models.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { readCallbacks } from '../callbacks/callbacks.ts';
import { type ImportRecord, type ImportRow, toImportRecord } from './import-record.ts';
import { parseEncoding, type StoredDocument } from '../documents/pack-document.ts';

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
 * Read for every request that waits: written out here, since Prisma's client would take ten times as long over it. By the import alone: asked for
 * the organisation as well, PostgreSQL takes the index of that until it has analysed the table, and reads all its imports.
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

/** Whether an import is queued or running; `undefined` when the organisation has none such. Cheap enough to be asked at any time. */
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

/** The messages of an import, a JSON array as text. */
export async function readImportMessages(database: Database, importId: string): Promise<string> {
  const [row] = await database.sql.$queryRaw<{ messages: string }[]>`
    select messages from imports where id = ${importId}`;
  return row?.messages ?? '[]';
}

/** The schema maps every field of this model to its name in snake case; a test holds it. */
function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function toImportRecords(database: Database, rows: readonly ImportRow[]): Promise<ImportRecord[]> {
  const asked = rows.filter(({ callbackUrl }) => callbackUrl !== null).map(({ id }) => id);
  const callbacks = await readCallbacks(database, asked);
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

/** The document of an import as stored. */
export async function readDocument(database: Database, sha256Hex: string): Promise<StoredDocument | undefined> {
  const [row] = await database.sql.$queryRaw<{ bytes: number; encoding: string; content: Buffer }[]>`
    select bytes, encoding, content from documents where sha256 = ${Buffer.from(sha256Hex, 'hex')}`;
  return row && toStoredDocument(row);
}

export function toStoredDocument(row: { bytes: number; encoding: string; content: Uint8Array }): StoredDocument {
  return { ...row, encoding: parseEncoding(row.encoding) };
}
