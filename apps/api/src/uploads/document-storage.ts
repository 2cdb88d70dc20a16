import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import { createDocumentPacker, packDocument } from '@connectory/database';
import type { StorageEngine } from 'multer';
import { readFileInPieces } from '../children/read-file-in-pieces.ts';

/** A stored part, as fields of multer's `File`. */
export interface StoredUpload {
  /** Size of the part as it was sent. */
  readonly bytes: number;
  readonly sha256: Uint8Array<ArrayBuffer>;
  /** The part, compressed as documents are stored. */
  readonly stored: StoredContent;
}

declare global {
  namespace Express.Multer {
    /** Fields that the storage engine adds. */
    interface File extends StoredUpload {}
  }
}

/** Content in memory, or in a temporary file that the request handler discards. */
export interface StoredContent {
  /** Compresses content in memory only now, because a document that is already stored is never read. */
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
  /** Set when it is too large to be read as a whole. */
  readonly pieces?: () => AsyncGenerator<Buffer, void, undefined>;
  readonly discard: () => Promise<void>;
}

/**
 * Maximum bytes of a part kept in memory. Most documents are smaller, and for these a temporary file would cost more than the rest of
 * the upload.
 */
const memoryBytes = 256 * 1024;

/** Maximum bytes, compressed, that are sent to the database as a whole. */
const wholeBytes = 1024 * 1024;

/**
 * Storage engine that counts and hashes each part. A part larger than `memoryBytes` is compressed into a temporary file while it
 * arrives, so it is never completely in memory. An aborted upload leaves no file behind.
 */
export function createDocumentStorage(folder: string): StorageEngine {
  return {
    _handleFile: (_request, file, done) => {
      callbackify(() => store(file.stream, path.join(folder, `upload-${randomUUID()}.br`)))(done);
    },
    _removeFile: (_request, file, done) => {
      callbackify(() => file.stored.discard())(done);
    },
  };
}

/**
 * Receives a body that is the document itself, like a part.
 * @throws `tooLarge` when it has more than `maxBytes`
 */
export async function receiveRawBody(
  body: AsyncIterable<Buffer>,
  { folder, maxBytes, tooLarge }: { folder: string; maxBytes: number; tooLarge: Error },
): Promise<StoredUpload> {
  return store(limited(body, maxBytes, tooLarge), path.join(folder, `upload-${randomUUID()}.br`));
}

async function* limited(
  body: AsyncIterable<Buffer>,
  maxBytes: number,
  tooLarge: Error,
): AsyncGenerator<Buffer, void, undefined> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge;
    yield chunk;
  }
}

async function store(stream: AsyncIterable<Buffer>, target: string): Promise<StoredUpload> {
  const meter = { bytes: 0, hash: createHash('sha256') };
  const chunks = metered(stream, meter);
  const { head, whole } = await readHead(chunks);
  const stored = whole ? storeInMemory(head) : await storeInFile(allOf(head, chunks), target);
  return { bytes: meter.bytes, sha256: new Uint8Array(meter.hash.digest()), stored };
}

async function* metered(
  stream: AsyncIterable<Buffer>,
  meter: { bytes: number; readonly hash: Hash },
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of stream) {
    meter.bytes += chunk.length;
    meter.hash.update(chunk);
    yield chunk;
  }
}

/** Reads chunks until more than `memoryBytes` are read; `whole` if the stream ended before. */
async function readHead(
  chunks: AsyncGenerator<Buffer, void, undefined>,
): Promise<{ readonly head: readonly Buffer[]; readonly whole: boolean }> {
  const head: Buffer[] = [];
  for (let bytes = 0; bytes <= memoryBytes; ) {
    const next = await chunks.next();
    if (next.done === true) return { head, whole: true };
    head.push(next.value);
    bytes += next.value.length;
  }
  return { head, whole: false };
}

async function* allOf(head: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield* head;
  yield* rest;
}

function storeInMemory(chunks: readonly Buffer[]): StoredContent {
  return { read: () => packDocument(Buffer.concat(chunks)), discard: () => Promise.resolve() };
}

async function storeInFile(content: AsyncIterable<Buffer>, target: string): Promise<StoredContent> {
  const discard = (): Promise<void> => rm(target, { force: true });
  try {
    await pipeline(content, createDocumentPacker(), createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  } catch (error) {
    await discard();
    throw error;
  }
  const { size } = await stat(target);
  return {
    read: async () => new Uint8Array(await readFile(target)),
    ...(size > wholeBytes ? { pieces: () => readFileInPieces(target) } : {}),
    discard,
  };
}
