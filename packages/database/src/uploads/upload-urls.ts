import { createHash, randomBytes } from 'node:crypto';
import { createId, parseEncoding } from '@connectory/encoding';
import type { DocumentEncoding } from '@connectory/lifecycle';
import type { NewDocument } from '../documents/store-document.ts';
import { storeInPieces } from '../documents/store-in-pieces.ts';
import type { Database } from '../postgres/database.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { requireQuota, type StoredQuotas } from '../quotas/stored-quotas.ts';

/** How long a URL accepts an upload. */
const validMinutes = 5;

/** How long an uploaded document can be imported. */
const keptMinutes = 60;

/** Names an upload URL of an organisation. */
export interface UploadAddress {
  readonly organisationId: string;
  readonly uploadId: string;
}

/** Creates an upload URL. Only the hash of its token is stored. */
export async function createUploadUrl(
  database: Database,
  organisationId: string,
): Promise<{ readonly id: string; readonly token: string }> {
  const id = createId();
  const token = randomBytes(32).toString('base64url');
  await database.sql.$executeRaw`
    insert into upload_urls (id, organisation_id, token_hash, expires_at, kept_until)
    values (${id}, ${organisationId}, ${hashOf(token)}, now() + make_interval(mins => ${validMinutes}::int),
            now() + make_interval(mins => ${validMinutes + keptMinutes}::int))`;
  return { id, token };
}

/** Whether an upload may begin. A wrong token counts as an unknown URL. */
export async function findUploadUrl(
  database: Database,
  { organisationId, uploadId }: UploadAddress,
  token: string,
): Promise<'open' | 'spent' | 'unknown'> {
  const [row] = await database.sql.$queryRaw<{ open: boolean }[]>`
    select expires_at > now() and document_sha256 is null as open from upload_urls
     where id = ${uploadId} and organisation_id = ${organisationId} and token_hash = ${hashOf(token)}`;
  if (row === undefined) return 'unknown';
  return row.open ? 'open' : 'spent';
}

/** A received document, as it is to be stored. */
export interface UploadedDocument extends Omit<NewDocument, 'content'> {
  readonly content: () => Promise<NewDocument['content']>;
  readonly pieces?: (() => AsyncIterable<Uint8Array>) | undefined;
  readonly mediaType: string;
}

/**
 * Stores the document of an upload URL, once.
 * @returns false when the URL has expired or was used meanwhile.
 * @throws QuotaExceededError
 */
export async function storeUpload(
  database: Database,
  { organisationId, uploadId }: UploadAddress,
  document: UploadedDocument,
  quotas: StoredQuotas,
): Promise<boolean> {
  const { sha256, bytes, encoding, pieces, mediaType } = document;
  const use = { organisationId, waits: false, creates: false, bytes };
  if (pieces !== undefined) {
    await requireQuota(database.sql, use, quotas);
    await storeInPieces(database, document, pieces());
  }
  return inWriteTransaction(database, async (tx) => {
    await requireQuota(tx, use, quotas);
    // Not `storeDocument`, which locks: the API may not change documents.
    if (pieces === undefined)
      await tx.$executeRaw`
        insert into documents (sha256, bytes, encoding, content)
        values (${sha256}, ${bytes}, ${encoding}, ${await document.content()})
        on conflict (sha256) do nothing`;
    const used = await tx.$executeRaw`
      update upload_urls set document_sha256 = ${sha256}, media_type = ${mediaType},
             kept_until = now() + make_interval(mins => ${keptMinutes}::int)
       where id = ${uploadId} and organisation_id = ${organisationId} and expires_at > now() and document_sha256 is null`;
    return used === 1;
  });
}

/** A document that was uploaded to a URL, without its content. */
export interface FoundUpload {
  readonly sha256: Uint8Array<ArrayBuffer>;
  readonly bytes: number;
  readonly encoding: DocumentEncoding;
  readonly mediaType: string;
}

/** @returns undefined when the organisation has no such URL, or no document was uploaded to it. */
export async function findUpload(
  database: Database,
  { organisationId, uploadId }: UploadAddress,
): Promise<FoundUpload | undefined> {
  const [row] = await database.sql.$queryRaw<
    { sha256: Uint8Array<ArrayBuffer>; bytes: number; encoding: string; mediaType: string }[]
  >`
    select d.sha256, d.bytes, d.encoding, u.media_type as "mediaType"
      from upload_urls u join documents d on d.sha256 = u.document_sha256
     where u.id = ${uploadId} and u.organisation_id = ${organisationId} and u.kept_until > now()`;
  return row && { ...row, encoding: parseEncoding(row.encoding) };
}

/** The content of an uploaded document as it is stored. @returns undefined when it was removed */
export async function readUploadedContent(
  database: Database,
  sha256: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [row] = await database.sql.$queryRaw<{ content: Uint8Array<ArrayBuffer> }[]>`
    select content from documents where sha256 = ${sha256}`;
  return row?.content;
}

/** Removes upload URLs whose time is over; their documents are then removed like others. @returns the number removed, at most `limit` */
export async function removeExpiredUploads(database: Database, options: { limit: number }): Promise<number> {
  return database.sql.$executeRaw`
    delete from upload_urls where id in (select id from upload_urls where kept_until < now() order by kept_until limit ${options.limit})`;
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}
