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

/** How the content of a stored document may be encoded. What is stored now is `br`; there may be others from before. */
export type DocumentEncoding = 'br' | 'gzip' | 'identity';

export interface StoredDocument {
  /** Of the document itself. */
  readonly bytes: number;
  readonly encoding: DocumentEncoding;
  readonly content: Uint8Array;
}

export const packedEncoding: DocumentEncoding = 'br';

/**
 * Brotli at its fastest takes half of the time of gzip at its fastest, or less, and leaves less. A window of 256 KB: a larger one takes longer to
 * set up than it gains.
 */
const fastest = {
  chunkSize: 64 * 1024,
  params: { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_LGWIN]: 18 },
};

const compress = promisify(brotliCompress);

/** Encodes a document for being stored, in libuv's pool. */
export async function packDocument(document: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await compress(document, fastest));
}

/** The same for a document that is never whole in memory. */
export function createDocumentPacker(): BrotliCompress {
  return createBrotliCompress(fastest);
}

/** A stored document as it came, unpacked in libuv's pool. */
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

/** What zlib has as its least. */
const minChunkSize = constants.Z_MIN_CHUNK;

/**
 * The same at once, into a buffer of its size: for processes in which nothing else runs. In the pool, piece by piece, it takes five times
 * as long.
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

const encodings: ReadonlySet<string> = new Set<DocumentEncoding>(['br', 'gzip', 'identity']);

/** @throws for an encoding that this release does not know: a later one has stored it. */
export function parseEncoding(text: string): DocumentEncoding {
  if (!encodings.has(text)) throw new Error(`a document is stored in an encoding that is not known here: ${text}`);
  return text as DocumentEncoding;
}
