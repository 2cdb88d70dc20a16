import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';

/** An opened archive. Files are unpacked when they are read, so files that nothing needs cost nothing. */
export interface Archive {
  /** The files by path, such as `specs/openapi.yaml`, in the order of the archive. */
  readonly entries: ReadonlyMap<string, ArchiveEntry>;
}

export interface ArchiveEntry {
  readonly kind: 'file' | 'link';
  /** Size in bytes as the archive declares it. The content may differ. */
  readonly declaredBytes: number;
  /** @throws FaultError for broken or encrypted content. */
  readonly unpack: () => Promise<Uint8Array>;
}

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/** Entries that an archive may list, of any kind. Protects against listings that are an attack. */
const maxEntries = 500_000;

/** Files that operating systems, editors and version control leave in archives. */
const incidental = /(?:^|\/)(?:__MACOSX|\.git|node_modules)\/|(?:^|\/)\.[^/]*$/;

export function isIncidental(path: string): boolean {
  return incidental.test(path);
}

/** Collects the entries of an archive while its listing is read. */
export interface EntryCollector {
  readonly archive: Archive;
  /**
   * Call for each entry.
   * @returns whether the archive keeps the entry: not for folders and incidental files.
   * @throws FaultError for an unsafe path, and for too many entries.
   */
  add(name: string, kind: EntryKind, entry: Omit<ArchiveEntry, 'kind'>): boolean;
}

export function createEntryCollector(): EntryCollector {
  const entries = new Map<string, ArchiveEntry>();
  let count = 0;
  return {
    archive: { entries },
    add: (name, kind, entry) => {
      count += 1;
      if (count > maxEntries) throw tooManyEntries();
      const path = normalisePath(name);
      if ((kind !== 'file' && kind !== 'link') || isIncidental(path)) return false;
      entries.set(path, { ...entry, kind });
      return true;
    },
  };
}

/**
 * Reads one file that the import needs.
 * @returns undefined when the archive does not hold it.
 * @throws FaultError for a link, for broken or encrypted content, and above `maxBytes`.
 */
export async function readFile(
  archive: Archive,
  path: string,
  limits: DocumentLimits,
): Promise<Uint8Array | undefined> {
  const entry = archive.entries.get(path);
  if (entry === undefined) return undefined;
  if (entry.kind === 'link') throw linkFault(path);
  if (entry.declaredBytes > limits.maxBytes) throw filesTooLarge(limits);
  return entry.unpack();
}

export function filesTooLarge({ maxBytes }: DocumentLimits): FaultError {
  return new FaultError(
    'document_too_large',
    `The files of the archive that the import reads are larger than ${maxBytes} bytes together (MAX_DOCUMENT_BYTES). Split the document, or raise the limit.`,
  );
}

export function brokenArchive(kind: 'ZIP' | 'tar', reason: unknown): FaultError {
  const text = reason instanceof Error ? reason.message : String(reason);
  return new FaultError('archive_broken', `The ${kind} archive cannot be read: ${text}. Pack and upload it again.`);
}

function linkFault(path: string): FaultError {
  return new FaultError(
    'archive_link',
    `The document references ${JSON.stringify(path)}, which is a link in the archive. Links are not followed: pack the linked file itself.`,
  );
}

function tooManyEntries(): FaultError {
  const message = `The archive lists more than ${maxEntries} files and folders. Pack only the documents of one API.`;
  return new FaultError('archive_too_many_files', message);
}

/** @throws FaultError for a path outside the archive. */
function normalisePath(name: string): string {
  const path = name.replaceAll('\\', '/');
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  const leadsOut = path.startsWith('/') || /^[a-z]:/i.test(path) || segments.includes('..') || path.includes('\0');
  if (!leadsOut) return segments.join('/');
  throw new FaultError(
    'archive_unsafe_path',
    `The archive holds a file whose path leads out of it: ${JSON.stringify(name.slice(0, 200))}. Pack it with relative paths.`,
  );
}
