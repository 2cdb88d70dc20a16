import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import type { DocumentEncoding } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { parseEncoding } from '@connectory/encoding';

/** A stored document without its content. */
export interface DocumentFacts {
  readonly sha256Hex: string;
  /** Size before encoding. */
  readonly bytes: number;
  readonly encoding: DocumentEncoding;
}

/** Finds a document by its hash, without reading its content. */
export async function findDocumentFacts(database: Database, sha256Hex: string): Promise<DocumentFacts | undefined> {
  const [row] = await database.sql.$queryRaw<{ bytes: number; encoding: string }[]>`
    select bytes, encoding from documents where sha256 = ${Buffer.from(sha256Hex, 'hex')}`;
  return row && { sha256Hex, bytes: row.bytes, encoding: parseEncoding(row.encoding) };
}

/** Streams a document as it was uploaded: reads and decodes one piece after the other, as fast as its reader takes them. */
export async function* streamDocument(
  database: Database,
  { sha256Hex, encoding }: DocumentFacts,
): AsyncGenerator<Buffer, void, undefined> {
  const pieces = readPieces(database, Buffer.from(sha256Hex, 'hex'));
  const decoder = createDecoder(encoding);
  if (decoder === undefined) {
    yield* pieces;
    return;
  }
  const decoded = pipeline(pieces, decoder);
  // The same error ends the iteration.
  decoded.catch(() => undefined);
  for await (const chunk of decoder) yield parseChunk(chunk);
}

function createDecoder(encoding: DocumentEncoding): Transform | undefined {
  switch (encoding) {
    case 'br':
      return createBrotliDecompress();
    case 'gzip':
      return createGunzip();
    case 'identity':
      return undefined;
  }
}

/** A stream without an encoding gives buffers. */
function parseChunk(chunk: unknown): Buffer {
  return chunk as Buffer;
}

/** Bytes of a document that are in memory at a time, encoded. */
const pieceBytes = 256 * 1024;

async function* readPieces(database: Database, sha256: Buffer): AsyncGenerator<Buffer, void, undefined> {
  for (let offset = 1; ; offset += pieceBytes) {
    const [row] = await database.sql.$queryRaw<{ piece: Buffer }[]>`
      select substring(content from ${offset}::int for ${pieceBytes}::int) as piece from documents where sha256 = ${sha256}`;
    if (row === undefined) throw new Error('the document was removed while it was read');
    if (row.piece.length > 0) yield row.piece;
    if (row.piece.length < pieceBytes) return;
  }
}
