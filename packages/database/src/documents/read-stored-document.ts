import type { StoredDocument } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { toStoredDocument } from '@connectory/encoding';

/** Reads a document by its hash, still encoded. @param sha256Hex hexadecimal. */
export async function readStoredDocument(database: Database, sha256Hex: string): Promise<StoredDocument | undefined> {
  const [row] = await database.sql.$queryRaw<{ bytes: number; encoding: string; content: Buffer }[]>`
    select bytes, encoding, content from documents where sha256 = ${Buffer.from(sha256Hex, 'hex')}`;
  return row && toStoredDocument(row);
}
