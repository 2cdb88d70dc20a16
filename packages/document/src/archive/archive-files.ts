import { FaultError } from '../faults/fault-error.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';

/** The files of an archive by their path in it, such as `specs/openapi.yaml`. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;

/** Collects the files of an archive while it is read. Refuses links, unsafe paths and archives over the limits. */
export interface FileCollector {
  readonly files: ArchiveFiles;
  /** Call for each entry, before its content is read. @returns its path, or undefined for an entry to skip. */
  enter(name: string, kind: EntryKind): string | undefined;
  /** Call for each chunk of content as it is unpacked. @throws FaultError above the byte limit. */
  count(bytes: number): void;
  add(path: string, content: Uint8Array): void;
}

export type EntryKind = 'file' | 'folder' | 'link' | 'other';

/** Files that operating systems, editors and version control leave in archives. */
const incidental = /(?:^|\/)(?:__MACOSX|\.git|node_modules)\/|(?:^|\/)\.[^/]*$/;

export function isIncidental(path: string): boolean {
  return incidental.test(path);
}

export function createFileCollector(limits: DocumentLimits): FileCollector {
  const files = new Map<string, Uint8Array>();
  let entries = 0;
  let total = 0;
  return {
    files,
    enter: (name, kind) => {
      entries += 1;
      if (entries > limits.maxArchiveFiles) throw tooManyFiles(limits);
      const path = normalisePath(name);
      if (kind === 'link') {
        throw new FaultError(
          'archive_link',
          `The archive holds a link, ${JSON.stringify(name)}. Links are not followed: pack the file that it names.`,
        );
      }
      return kind === 'file' && !isIncidental(path) ? path : undefined;
    },
    count: (bytes) => {
      total += bytes;
      if (total <= limits.maxBytes) return;
      throw new FaultError(
        'document_too_large',
        `The files of the archive are larger than ${limits.maxBytes} bytes together (MAX_DOCUMENT_BYTES). Pack only the documents, or raise the limit.`,
      );
    },
    add: (path, content) => files.set(path, content),
  };
}

function tooManyFiles(limits: DocumentLimits): FaultError {
  const message = `The archive holds more than ${limits.maxArchiveFiles} files and folders. Pack only the documents of one API.`;
  return new FaultError('archive_too_many_files', message);
}

/** @throws FaultError for a path that leads out of the archive. */
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

export function brokenArchive(kind: 'ZIP' | 'tar', reason: unknown): FaultError {
  const text = reason instanceof Error ? reason.message : String(reason);
  return new FaultError('archive_broken', `The ${kind} archive cannot be read: ${text}. Pack and upload it again.`);
}
