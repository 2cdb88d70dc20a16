import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import { createGzip } from 'node:zlib';
import type { StorageEngine } from 'multer';

/** What became of an uploaded part, as multer's `File` carries it. */
export interface StoredUpload {
  /** The temporary file: the part, compressed with gzip. Whoever handles the request removes it. */
  readonly path: string;
  /** Of the part as it came. */
  readonly bytes: number;
  readonly sha256: Uint8Array<ArrayBuffer>;
}

/** Compression runs in libuv's pool while bytes arrive; the fastest level gains most of what there is to gain. */
const gzipLevel = 1;

/**
 * Streams each part to a temporary file, counting, hashing and compressing on the way: no body is ever whole in memory, and whatever
 * breaks off leaves no file behind.
 */
export function createDocumentStorage(folder: string): StorageEngine {
  return {
    _handleFile: (_request, file, done) => {
      callbackify(() => store(file.stream, path.join(folder, `upload-${randomUUID()}.gz`)))(done);
    },
    _removeFile: (_request, file, done) => {
      callbackify(() => rm(file.path, { force: true }))(done);
    },
  };
}

async function store(stream: NodeJS.ReadableStream, target: string): Promise<StoredUpload> {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      stream,
      meter,
      createGzip({ level: gzipLevel }),
      createWriteStream(target, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
  return { path: target, bytes, sha256: new Uint8Array(hash.digest()) };
}
