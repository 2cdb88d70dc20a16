import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import { createDocumentPacker, packDocument } from '@connectory/database';
import type { StorageEngine } from 'multer';

/** What became of an uploaded part, as multer's `File` carries it. */
export interface StoredUpload {
  /** Of the part as it came. */
  readonly bytes: number;
  readonly sha256: Uint8Array<ArrayBuffer>;
  /** The part, packed as documents are stored. */
  readonly stored: StoredContent;
}

declare global {
  namespace Express.Multer {
    /** What the storage engine below adds to multer's own. */
    interface File extends StoredUpload {}
  }
}

/** In memory, or in a temporary file that whoever handles the request discards. */
export interface StoredContent {
  /** Compresses what is in memory: the same document may be stored already, and need not be compressed then. */
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly discard: () => Promise<void>;
}

/**
 * Bytes of a part that stay in memory: not much more than its socket has buffered, and most documents have no more. A temporary file
 * costs more than all the rest of receiving those.
 */
const memoryBytes = 256 * 1024;

/**
 * Receives each part, counting and hashing on the way. What is larger than `memoryBytes` is streamed to a temporary file, compressed as it
 * arrives: no such body is ever whole in memory, and whatever breaks off leaves no file behind.
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

/** What there is up to `memoryBytes`, or a little more; `whole` when that is all. */
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
  return { read: async () => new Uint8Array(await readFile(target)), discard };
}
