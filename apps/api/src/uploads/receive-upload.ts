import { promisify } from 'node:util';
import { packedEncoding, unpackDocument } from '@connectory/database';
import type { Request, Response } from 'express';
import multer from 'multer';
import { ApiError } from '../http/api-error.ts';
import { createDocumentStorage, type StoredUpload } from './document-storage.ts';
import { storageFault } from '../http/storage-fault.ts';

/** Maximum size of the metadata in bytes. */
export const maxMetadataBytes = 64 * 1024;

/** Bytes of a multipart body for boundaries and headers. */
const multipartOverhead = 64 * 1024;

/** A received multipart body: the stored document, and the metadata as text. */
export interface ReceivedUpload extends StoredUpload {
  readonly filename: string;
  readonly mediaType: string;
  readonly metadata: string;
}

export type ReceiveUpload = <Value>(
  request: Request,
  response: Response,
  use: (upload: ReceivedUpload) => Promise<Value>,
) => Promise<Value>;

/**
 * Receives the parts `file` and `metadata` of multipart/form-data in either order. Metadata may be a field, a typed part, or a part
 * with a file name, because real clients send all three. Stored parts are discarded when `use` has ended.
 */
export function createReceiver(options: { folder: string; maxBytes: number }): ReceiveUpload {
  const parseBody = multer({
    storage: createDocumentStorage(options.folder),
    defParamCharset: 'utf8',
    limits: {
      fileSize: options.maxBytes,
      fieldSize: maxMetadataBytes,
      fieldNameSize: 100,
      fields: 1,
      files: 2,
      parts: 3,
      headerPairs: 50,
    },
  }).fields([
    { name: 'file', maxCount: 1 },
    { name: 'metadata', maxCount: 1 },
  ]);
  const parse = promisify(parseBody);
  return async (request, response, use) => {
    refuseEarly(request, options.maxBytes);
    await parse(request, response).catch((error: unknown) => {
      // Multer reports a failed write of a part as an error of the body.
      throw isTooLarge(error) ? documentTooLarge('The document', options.maxBytes) : (storageFault(error) ?? error);
    });
    const parts = partsOf(request);
    try {
      return await use(await readUpload(request, parts));
    } finally {
      await Promise.all([...parts.values()].map(({ stored }) => stored.discard()));
    }
  };
}

type Part = Express.Multer.File;

/** Rejects a body by its Content-Length, without reading it. */
function refuseEarly(request: Request, maxBytes: number): void {
  const announced = Number(request.get('Content-Length') ?? 0);
  if (announced <= maxBytes + maxMetadataBytes + multipartOverhead) return;
  throw documentTooLarge(`The body announces ${announced} bytes and`, maxBytes);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
}

function documentTooLarge(subject: string, maxBytes: number): ApiError {
  return new ApiError(
    'document_too_large',
    `${subject} is larger than the limit of ${maxBytes} bytes (MAX_UPLOAD_BYTES).`,
  );
}

function partsOf(request: Request): ReadonlyMap<string, Part> {
  const { files } = request;
  if (files === undefined || Array.isArray(files)) return new Map();
  return new Map(Object.entries(files).flatMap(([name, [file]]) => (file === undefined ? [] : [[name, file]])));
}

async function readUpload(request: Request, parts: ReadonlyMap<string, Part>): Promise<ReceivedUpload> {
  const file = parts.get('file');
  if (file === undefined) throw new ApiError('file_missing', 'The part "file" with the document is missing.');
  if (file.bytes === 0) throw new ApiError('file_missing', 'The part "file" is empty: it has 0 bytes.');
  const metadata = await readMetadata(request, parts.get('metadata'));
  if (metadata === undefined) throw new ApiError('metadata_missing', 'The part "metadata" is missing.');
  const { stored, bytes, sha256, originalname: filename, mimetype } = file;
  if (filename.includes('\0')) throw new ApiError('multipart_invalid', 'The file name contains U+0000.');
  return { stored, bytes, sha256, filename, mediaType: headerValueOf(mimetype), metadata };
}

/** The media type is sent with the document later. Other characters than visible ASCII cannot be part of a header. */
function headerValueOf(mediaType: string): string {
  return /^[\u0020-\u007e]{1,255}$/.test(mediaType) ? mediaType : 'application/octet-stream';
}

async function readMetadata(request: Request, part: Part | undefined): Promise<string | undefined> {
  if (part === undefined) {
    const body: unknown = request.body;
    const field: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'metadata') : undefined;
    return typeof field === 'string' ? field : undefined;
  }
  if (part.bytes > maxMetadataBytes)
    throw new ApiError(
      'body_too_large',
      `The part "metadata" has ${part.bytes} bytes, more than the limit of ${maxMetadataBytes}.`,
    );
  const stored = { bytes: part.bytes, encoding: packedEncoding, content: await part.stored.read() };
  return Buffer.from(await unpackDocument(stored)).toString('utf8');
}
