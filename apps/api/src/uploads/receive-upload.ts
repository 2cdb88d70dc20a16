import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { maxImportOverlays } from '@connectory/contract';
import type { UploadedOverlay } from '@connectory/lifecycle';
import type { Request, Response } from 'express';
import multer from 'multer';
import { ApiError } from '../http/api-error.ts';
import { createDocumentStorage, type StoredUpload } from './document-storage.ts';
import { createPartNamer } from './name-file-part.ts';
import { readOverlays } from './read-overlays.ts';
import { type Part, readPart } from './read-part.ts';
import { storageFault } from '../http/storage-fault.ts';

/** Maximum size of the metadata in bytes. */
export const maxMetadataBytes = 64 * 1024;

/** Bytes of a multipart body for boundaries and headers. */
const multipartOverhead = 64 * 1024;

/** Maximum number of fields such as `metadata[include][tags][0]`. */
const maxFields = 200;

/** The name of a document that was sent without one. */
const unnamed = 'document';

/** A received multipart body: the stored document, and the metadata. */
export interface ReceivedUpload extends StoredUpload {
  readonly filename: string;
  readonly mediaType: string;
  readonly metadata: SentMetadata;
  /** In the order of the parts. */
  readonly overlays: readonly UploadedOverlay[];
}

/** Metadata as JSON text, or as fields such as `metadata[format]`, whose values are texts. */
export type SentMetadata = { readonly text: string } | { readonly fields: object };

export type ReceiveUpload = <Value>(
  request: Request,
  response: Response,
  use: (upload: ReceivedUpload) => Promise<Value>,
) => Promise<Value>;

/**
 * Receives the parts `file`, `metadata` and `overlay` of multipart/form-data in any order. Metadata may be a field, a typed part, a part with
 * a file name, or a field for each member, and the document may have no file name, because real clients send all of these. Stored parts are
 * discarded when `use` has ended.
 */
export function createReceiver(options: { folder: string; maxBytes: number }): ReceiveUpload {
  const configured = {
    storage: createDocumentStorage(options.folder),
    defParamCharset: 'utf8',
    limits: {
      fileSize: options.maxBytes,
      fieldSize: maxMetadataBytes,
      fieldNameSize: 100,
      fields: maxFields,
      fieldNestingDepth: 4,
      fieldArrayIndexLimit: maxFields - 1,
      files: 2 + maxImportOverlays,
      parts: maxFields + 2 + maxImportOverlays,
      headerPairs: 50,
    },
    streamHandler: feedNamed,
  };
  const parseBody = multer(configured).fields([
    { name: 'file', maxCount: 1 },
    { name: 'metadata', maxCount: 1 },
    { name: 'overlay', maxCount: maxImportOverlays },
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
      await Promise.all([...parts.values()].flat().map(({ stored }) => stored.discard()));
    }
  };
}

/** Feeds the parser with a body whose document has a file name. */
function feedNamed(request: Request, parser: Writable): void {
  const namer = createPartNamer(request.get('Content-Type') ?? '', 'file', unnamed);
  const [write, end] = [parser.write.bind(parser), parser.end.bind(parser)];
  const writePiece = (piece: Buffer): boolean => piece.length === 0 || write(piece);
  // The request stays piped into the parser itself, which multer unpipes when the body is refused.
  const wrapped = {
    write: (chunk: Buffer) => writePiece(namer.push(chunk)),
    end: () => {
      writePiece(namer.end());
      return end();
    },
  };
  request.pipe(Object.assign(parser, wrapped));
}

/** Rejects a body by its Content-Length, without reading it. */
function refuseEarly(request: Request, maxBytes: number): void {
  const announced = Number(request.get('Content-Length') ?? 0);
  if (announced <= maxBytes + maxMetadataBytes + multipartOverhead) return;
  throw documentTooLarge(`The body announces ${announced} bytes and`, maxBytes);
}

function isTooLarge(error: unknown): boolean {
  return error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE';
}

export function documentTooLarge(subject: string, maxBytes: number): ApiError {
  return new ApiError(
    'document_too_large',
    `${subject} is larger than the limit of ${maxBytes} bytes (MAX_UPLOAD_BYTES).`,
  );
}

function partsOf(request: Request): ReadonlyMap<string, readonly Part[]> {
  const { files } = request;
  if (files === undefined || Array.isArray(files)) return new Map();
  return new Map(Object.entries(files));
}

async function readUpload(request: Request, parts: ReadonlyMap<string, readonly Part[]>): Promise<ReceivedUpload> {
  const [file] = parts.get('file') ?? [];
  if (file === undefined) throw new ApiError('file_missing', 'The part "file" with the document is missing.');
  if (file.bytes === 0) throw new ApiError('file_missing', 'The part "file" is empty: it has 0 bytes.');
  refuseOtherFields(request);
  const metadata = await readMetadata(request, parts.get('metadata')?.[0]);
  if (metadata === undefined) throw new ApiError('metadata_missing', 'The part "metadata" is missing.');
  const overlays = await readOverlays(parts.get('overlay') ?? []);
  const { stored, bytes, sha256, originalname: filename, mimetype } = file;
  if (filename.includes('\0')) throw new ApiError('multipart_invalid', 'The file name contains U+0000.');
  return { stored, bytes, sha256, filename, mediaType: headerValueOf(mimetype), metadata, overlays };
}

/** The media type is sent with the document later. Other characters than visible ASCII cannot be part of a header. */
export function headerValueOf(mediaType: string): string {
  return /^[\u0020-\u007e]{1,255}$/.test(mediaType) ? mediaType : 'application/octet-stream';
}

function refuseOtherFields(request: Request): void {
  const other = Object.keys(Object(request.body)).find((name) => name !== 'metadata');
  if (other !== undefined) throw new ApiError('part_unknown', `The part ${JSON.stringify(other)} is unknown.`);
}

async function readMetadata(request: Request, part: Part | undefined): Promise<SentMetadata | undefined> {
  if (part === undefined) {
    const field: unknown = Reflect.get(Object(request.body), 'metadata');
    if (typeof field === 'string') return { text: field };
    return typeof field === 'object' && field !== null ? { fields: field } : undefined;
  }
  if (part.bytes > maxMetadataBytes)
    throw new ApiError(
      'body_too_large',
      `The part "metadata" has ${part.bytes} bytes, more than the limit of ${maxMetadataBytes}.`,
    );
  return { text: (await readPart(part)).toString('utf8') };
}
