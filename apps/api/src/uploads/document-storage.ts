import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callbackify } from 'node:util';
import { createGzip } from 'node:zlib';
import type { StorageEngine } from 'multer';
import { ApiError } from '../http/api-error.ts';

/** What became of an uploaded part, as multer's `File` carries it. */
export interface StoredUpload {
  /** The temporary file: the part, compressed with gzip. Whoever handles the request removes it. */
  readonly path: string;
  /** Of the part as it came. */
  readonly bytes: number;
  readonly sha256: Uint8Array<ArrayBuffer>;
}

/** Seconds after which a client may try again while there is no space. */
const storageRetrySeconds = 60;

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
    throw isStorageFull(error) ? storageFull(error) : error;
  }
  return { path: target, bytes, sha256: new Uint8Array(hash.digest()) };
}

/** No space left, a quota used up, or a file larger than this process may write. */
function isStorageFull(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
}

function storageFull(cause: unknown): ApiError {
  const message =
    'There is no space left for the document where uploads wait (CONNECTORY_TMP_DIR). Nothing was stored.';
  return new ApiError('storage_full', message, { cause, headers: { 'Retry-After': String(storageRetrySeconds) } });
}
