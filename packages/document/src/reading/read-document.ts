import type { DocumentFault, ParsedDocument } from '@connectory/importer';
import { isObject, type Json } from '@connectory/json';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError, locateFault } from '../faults/fault-error.ts';
import { refuseFormat } from '../formats/other-format.ts';
import { recogniseText } from '../formats/text-formats.ts';
import { createNotice } from '../notices/create-notice.ts';
import { mergeNotices } from '../notices/merge-notices.ts';
import { swagger2Read } from '../notices/swagger2-read.ts';
import { decodeText, unpack } from '../text/decode-text.ts';
import { parseText } from '../text/parse-text.ts';
import { openArchive } from './open-archive.ts';
import { readVersion } from './openapi-version.ts';
import { type ReadTree, readArchive } from './read-archive.ts';

export type ReadOutcome =
  | { readonly ok: true; readonly document: ParsedDocument }
  | { readonly ok: false; readonly fault: DocumentFault };

export interface ReadOptions {
  readonly filename?: string;
  readonly mediaType?: string;
  /** Path of the root document, when the bytes are an archive. */
  readonly root?: string;
  /** The URL that the document was fetched from. */
  readonly sourceUrl?: string;
  readonly limits: DocumentLimits;
}

/**
 * Reads uploaded bytes into a parsed document: gzip, archives (ZIP, tar), charset, JSON or YAML, limits, version.
 * Every input gives a document or one fault. Fetches nothing. Detects formats from the bytes alone, because the names and media types of
 * uploads are often wrong.
 */
export async function readDocument(bytes: Uint8Array, options: ReadOptions): Promise<ReadOutcome> {
  try {
    return { ok: true, document: await read(bytes, options) };
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}

async function read(bytes: Uint8Array, options: ReadOptions): Promise<ParsedDocument> {
  const parsed = await parse(bytes, options);
  try {
    return accept(parsed);
  } catch (error) {
    throw error instanceof FaultError ? locateFault(error, parsed.locate) : error;
  }
}

async function parse(bytes: Uint8Array, options: ReadOptions): Promise<ReadTree> {
  const { root, limits } = options;
  const unpacked = unpack(bytes, limits);
  const archive = await openArchive(unpacked);
  if (archive !== undefined) return readArchive(archive, options);
  if (root !== undefined) throw notAnArchive(root);
  const text = decodeText(unpacked);
  const parsed = parseText(text, limits);
  // Some formats are YAML by accident. They have no version at their top.
  const other = isOpenApi(parsed.root) ? undefined : recogniseText(text);
  if (other !== undefined) throw refuseFormat(other);
  return { ...parsed, bytes: unpacked.length };
}

function isOpenApi(root: Json): boolean {
  return isObject(root) && (Object.hasOwn(root, 'openapi') || Object.hasOwn(root, 'swagger'));
}

function notAnArchive(root: string): FaultError {
  return new FaultError(
    'archive_root_not_found',
    `The upload is one file, but "root" names ${JSON.stringify(root.slice(0, 200))} in an archive. Leave "root" out, or upload an archive.`,
  );
}

function accept(parsed: ReadTree): ParsedDocument {
  const { openapi, isSwagger2, notices: versionNotices } = readVersion(parsed.root);
  const swaggerNotices = isSwagger2 ? createNotice(swagger2Read, [{ pointer: '/swagger', what: '2.0' }]) : [];
  const notices = mergeNotices([...swaggerNotices, ...versionNotices, ...parsed.notices]);
  const { root, locate, spellings, files, bytes } = parsed;
  return { root, bytes, openapi, notices, locate, spellings, ...(files === undefined ? {} : { files }) };
}
