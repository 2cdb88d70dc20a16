import type { DocumentNotice, Json } from '@connectory/importer';
import { type Archive, filesTooLarge, readFile } from '../archive/archive.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { archiveFileUnreadable } from '../notices/archive-file-unreadable.ts';
import { createNotice } from '../notices/create-notice.ts';
import { decodeText } from '../text/decode-text.ts';
import { type CheckedText, parseText } from '../text/parse-text.ts';
import { listTargets } from './list-targets.ts';

/** The files of an archive that its root document reaches. */
export interface ReachedFiles {
  /** By path: the root document first, then the others in order of their first reference. The tree of a text file is a string. */
  readonly files: ReadonlyMap<string, CheckedText>;
  readonly notices: readonly DocumentNotice[];
}

/**
 * Reads the root document of an archive and each file that it reaches through references. Files that are neither JSON nor YAML are
 * text. A file that cannot be read is left out with a notice.
 * @throws FaultError when the root document cannot be read, and when the files exceed the limits.
 */
export async function readFiles(archive: Archive, rootPath: string, limits: DocumentLimits): Promise<ReachedFiles> {
  const files = new Map<string, CheckedText>();
  const unreadable: { pointer: string; what: string }[] = [];
  const queued = new Set([rootPath]);
  const cost = createCost(limits);
  // A set iterates over the paths that are added meanwhile.
  for (const path of queued) {
    const bytes = await readFile(archive, path, limits);
    if (bytes === undefined) continue;
    cost.addFile(bytes.length);
    const read = path === rootPath ? readRoot(path, bytes, limits) : readOther(path, bytes, limits);
    if (read instanceof FaultError) {
      unreadable.push({ pointer: '', what: read.message });
      continue;
    }
    files.set(path, read);
    const targets = listTargets(path, read.root);
    cost.addReferences(targets.count);
    for (const target of targets.paths) if (archive.entries.has(target)) queued.add(target);
  }
  return { files, notices: createNotice(archiveFileUnreadable, unreadable) };
}

/** Counts what the root document reaches. @throws FaultError above a limit. */
function createCost(limits: DocumentLimits) {
  let files = 0;
  let bytes = 0;
  let references = 0;
  return {
    addFile: (size: number): void => {
      files += 1;
      bytes += size;
      if (files > limits.maxArchiveFiles) throw tooManyFiles(limits);
      if (bytes > limits.maxBytes) throw filesTooLarge(limits);
    },
    addReferences: (count: number): void => {
      references += count;
      if (references > limits.maxArchiveReferences) throw tooManyReferences(limits);
    },
  };
}

function readRoot(path: string, bytes: Uint8Array, limits: DocumentLimits): CheckedText {
  try {
    return parseText(decodeText(bytes), limits);
  } catch (error) {
    throw error instanceof FaultError ? inFile(path, error) : error;
  }
}

/** Faults of syntax. Those of size end the import: a file above a limit is no accident. */
const syntaxFaults = /^document_(?:empty|encoding|not_json|not_yaml|binary|html|xml|other_format)$/;

function readOther(path: string, bytes: Uint8Array, limits: DocumentLimits): CheckedText | FaultError {
  const isData = /\.(?:json|ya?ml)$/i.test(path);
  try {
    const isText = /\.(?:md|markdown|txt)$/i.test(path);
    return isText ? (tryText(bytes) ?? parseText(decodeText(bytes), limits)) : parseText(decodeText(bytes), limits);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    if (!syntaxFaults.test(error.fault.code)) throw inFile(path, error);
    return (isData ? undefined : tryText(bytes)) ?? inFile(path, error);
  }
}

function tryText(bytes: Uint8Array): CheckedText | undefined {
  try {
    return asText(bytes);
  } catch (error) {
    if (error instanceof FaultError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** @throws TypeError for bytes that are not UTF-8. */
function asText(bytes: Uint8Array): CheckedText {
  const root: Json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const start = { line: 1, column: 1 };
  return {
    root,
    notices: [],
    spellings: new Map(),
    locate: (pointers) => new Map([...pointers].map((pointer) => [pointer, start])),
  };
}

function inFile(path: string, error: FaultError): FaultError {
  const { code, message, locations } = error.fault;
  return new FaultError(code, `In the file ${path} of the archive: ${message}`, locations);
}

function tooManyFiles({ maxArchiveFiles }: DocumentLimits): FaultError {
  const message = `The root document of the archive reaches more than ${maxArchiveFiles} files (MAX_ARCHIVE_FILES). Split the API, or raise the limit.`;
  return new FaultError('archive_too_many_files', message);
}

function tooManyReferences({ maxArchiveReferences }: DocumentLimits): FaultError {
  const message = `The files of the archive that its root document reaches hold more than ${maxArchiveReferences} references (MAX_ARCHIVE_REFERENCES). Split the API, or raise the limit.`;
  return new FaultError('archive_too_many_references', message);
}
