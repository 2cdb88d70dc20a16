import type { DocumentNotice, Json } from '@connectory/importer';
import { type Archive, filesTooLarge, readFile } from '../archive/archive.ts';
import { isDataFile } from '../archive/read-quietly.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { archiveFileUnreadable } from '../notices/archive-file-unreadable.ts';
import { createNotice } from '../notices/create-notice.ts';
import { decodeText } from '../text/decode-text.ts';
import { type CheckedText, parseText } from '../text/parse-text.ts';
import { pathOfUrl } from './file-url.ts';
import { createIdentifiedFiles, type FindIdentified } from './find-identified.ts';
import { type FileTargets, listTargets } from './list-targets.ts';
import { resolveFiles } from './resolve-files.ts';

/** The files of an archive that its root document reaches. */
export interface ReachedFiles {
  /** By path: the root document first, then the others in order of their first reference. The tree of a text file is a string. */
  readonly files: ReadonlyMap<string, CheckedText>;
  readonly notices: readonly DocumentNotice[];
  /** Bytes of these files together. */
  readonly bytes: number;
}

/**
 * Reads the root document of an archive and each file that it reaches through references. Files that are neither JSON nor YAML are
 * text. A file that cannot be read is left out with a notice.
 * @throws FaultError when the root document cannot be read, and when the files exceed the limits.
 */
export async function readFiles(archive: Archive, rootPath: string, limits: DocumentLimits): Promise<ReachedFiles> {
  const reader = new FileReader(archive, rootPath, limits);
  const root = await reader.read(rootPath);
  if (root !== undefined && root.targets.paths.length > 0)
    await resolveFiles(rootPath, root.file.root, (path) => reader.tryRead(path));
  const files = await crawl(archive, rootPath, reader, createIdentifiedFiles(archive, limits));
  return { files, notices: createNotice(archiveFileUnreadable, reader.unreadable), bytes: reader.bytes };
}

/**
 * Reads what the root document reaches: files that references name by path, and then, by round, those that they name only by `$self`
 * or `$id`.
 */
async function crawl(
  archive: Archive,
  rootPath: string,
  reader: FileReader,
  findIdentified: FindIdentified,
): Promise<ReadonlyMap<string, CheckedText>> {
  const files = new Map<string, CheckedText>();
  const uris = new Set<string>();
  for (let round = new Set([rootPath]); round.size > 0; ) {
    // A set iterates over the paths that are added meanwhile: targets that swagger-parser does not know, such as mappings.
    for (const path of round) {
      const read = files.has(path) ? undefined : await reader.read(path);
      if (read === undefined) continue;
      files.set(path, read.file);
      for (const target of read.targets.paths) if (archive.entries.has(target)) round.add(target);
      for (const uri of read.targets.uris) uris.add(uri);
    }
    const others = [...uris].filter((uri) => !archive.entries.has(pathOfUrl(uri) ?? ''));
    uris.clear();
    const identified = others.length === 0 ? [] : await findIdentified(others);
    round = new Set(identified.filter((path) => !files.has(path)));
  }
  return files;
}

interface ReadFile {
  readonly file: CheckedText;
  readonly targets: FileTargets;
}

/** Reads files of an archive, each once, within the limits. */
class FileReader {
  readonly unreadable: { pointer: string; what: string }[] = [];
  readonly #archive: Archive;
  readonly #rootPath: string;
  readonly #limits: DocumentLimits;
  readonly #cost: FileCost;
  readonly #read = new Map<string, Promise<ReadFile | undefined>>();
  /** Ends all further reading: the parser goes on with its other references. */
  #fault: FaultError | undefined;

  constructor(archive: Archive, rootPath: string, limits: DocumentLimits) {
    this.#archive = archive;
    this.#rootPath = rootPath;
    this.#limits = limits;
    this.#cost = createCost(limits);
  }

  get bytes(): number {
    return this.#cost.bytes;
  }

  /** @returns undefined for a file that is not in the archive or cannot be read. @throws FaultError */
  read(path: string): Promise<ReadFile | undefined> {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const read = this.#readOnce(path);
    this.#read.set(path, read);
    return read;
  }

  /** Like `read`, but leaves a fault to the next call of `read`. */
  async tryRead(path: string): Promise<Json | undefined> {
    try {
      return (await this.read(path))?.file.root;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#fault ??= error;
      return undefined;
    }
  }

  async #readOnce(path: string): Promise<ReadFile | undefined> {
    if (this.#fault !== undefined) throw this.#fault;
    const bytes = await readFile(this.#archive, path, this.#limits);
    if (bytes === undefined) return undefined;
    this.#cost.addFile(bytes.length);
    const file = path === this.#rootPath ? readRoot(path, bytes, this.#limits) : readOther(path, bytes, this.#limits);
    if (file instanceof FaultError) {
      this.unreadable.push({ pointer: '', what: file.message });
      return undefined;
    }
    const targets = listTargets(path, file.root);
    this.#cost.addReferences(targets.count);
    return { file, targets };
  }
}

interface FileCost {
  readonly bytes: number;
  addFile(bytes: number): void;
  addReferences(count: number): void;
}

/** Counts files, bytes and references that the root document reaches. @throws FaultError above a limit. */
function createCost(limits: DocumentLimits): FileCost {
  let files = 0;
  let bytes = 0;
  let references = 0;
  return {
    get bytes() {
      return bytes;
    },
    addFile: (size) => {
      files += 1;
      bytes += size;
      if (files > limits.maxArchiveFiles) throw tooManyFiles(limits);
      if (bytes > limits.maxBytes) throw filesTooLarge(limits);
    },
    addReferences: (count) => {
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
  const isData = isDataFile(path);
  try {
    const isText = /\.(?:md|markdown|txt)$/i.test(path);
    if (isText) return tryText(bytes) ?? parseText(decodeText(bytes), limits);
    const parsed = parseText(decodeText(bytes), limits);
    // Text such as code or CSV may be one scalar of YAML, which folds its lines.
    const isScalar = typeof parsed.root !== 'object' || parsed.root === null;
    return isScalar && !isData ? (tryText(bytes) ?? parsed) : parsed;
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
