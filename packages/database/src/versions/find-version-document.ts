import { parseEncoding } from '@connectory/encoding';
import { type ImportSource, parseImportSource } from '@connectory/lifecycle';
import type { DocumentFacts } from '../documents/stream-document.ts';
import type { Database } from '../postgres/database.ts';

/** The document of a version, without its content. */
export interface FoundDocument {
  readonly facts: DocumentFacts;
  readonly source: ImportSource;
}

interface FoundRow {
  readonly sha256: Buffer;
  readonly bytes: number;
  readonly encoding: string;
  readonly source: string;
}

/** Finds the document that a version was imported from; undefined for a version that was made by hand. */
export async function findVersionDocument(database: Database, versionId: string): Promise<FoundDocument | undefined> {
  const [row] = await database.sql.$queryRaw<FoundRow[]>`
    select d.sha256, d.bytes, d.encoding, v.import_source as source
      from connector_versions v join documents d on d.sha256 = v.document_sha256 where v.id = ${versionId}`;
  if (row === undefined) return undefined;
  const facts = { sha256Hex: row.sha256.toString('hex'), bytes: row.bytes, encoding: parseEncoding(row.encoding) };
  return { facts, source: parseImportSource(row.source) };
}
