import { promisify } from 'node:util';
import {
  brotliCompress,
  type BrotliCompress,
  brotliDecompress,
  brotliDecompressSync,
  constants,
  createBrotliCompress,
  gunzip,
  gunzipSync,
} from 'node:zlib';
import type { DocumentEncoding, StoredDocument } from '@connectory/lifecycle';

/** The encoding of `packDocument`. */
export const packedEncoding: DocumentEncoding = 'br';

/**
 * Brotli at its lowest quality takes at most half the time of gzip at its lowest level, and its output is smaller. The window is 256 KB: a
 * larger one takes longer to set up than it saves.
 */
const fastest = {
  chunkSize: 64 * 1024,
  params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 18 },
};

const compress = promisify(brotliCompress);

/** Encodes a document for storage, in libuv's thread pool. */
export async function packDocument(document: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await compress(document, fastest));
}

/** A stream with the same output as `packDocument`, for a document that is not in memory as a whole. */
export function createDocumentPacker(): BrotliCompress {
  return createBrotliCompress(fastest);
}

/** Decodes a stored document, in libuv's thread pool. */
export async function unpackDocument({ encoding, content }: StoredDocument): Promise<Uint8Array> {
  switch (encoding) {
    case 'br':
      return promisify(brotliDecompress)(content);
    case 'gzip':
      return promisify(gunzip)(content);
    case 'identity':
      return content;
  }
}

/** The smallest chunk that zlib accepts. */
const minChunkSize = constants.Z_MIN_CHUNK;

/**
 * Decodes a stored document synchronously into one buffer, for processes that do nothing else. The thread pool, chunk by chunk, takes five
 * times as long.
 */
export function unpackDocumentSync({ encoding, content, bytes }: StoredDocument): Uint8Array {
  const options = { chunkSize: Math.max(bytes, minChunkSize) };
  switch (encoding) {
    case 'br':
      return brotliDecompressSync(content, options);
    case 'gzip':
      return gunzipSync(content, options);
    case 'identity':
      return content;
  }
}

/** @throws Error for an unknown encoding, which only a later release can have stored. */
export function toStoredDocument(row: { bytes: number; encoding: string; content: Uint8Array }): StoredDocument {
  return { ...row, encoding: parseEncoding(row.encoding) };
}

const encodings: ReadonlySet<string> = new Set<DocumentEncoding>(['br', 'gzip', 'identity']);

export function parseEncoding(text: string): DocumentEncoding {
  if (!encodings.has(text)) throw new Error(`unknown encoding of a stored document: ${text}`);
  return text as DocumentEncoding;
}
