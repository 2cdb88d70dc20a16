import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { type ArchiveFiles, brokenArchive, createFileCollector, type FileCollector } from './archive-files.ts';
import { FaultError } from '../faults/fault-error.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';

export function isZip(bytes: Uint8Array): boolean {
  // The signature of an archive, or of an empty archive.
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && bytes[3] === bytes[2] + 1;
}

/** Unpacks a ZIP archive. @throws FaultError for a broken or refused archive. */
export async function readZip(bytes: Uint8Array, limits: DocumentLimits): Promise<ArchiveFiles> {
  const collector = createFileCollector(limits);
  try {
    const zip = await open(bytes);
    await readEntries(zip, collector);
  } catch (error) {
    throw asFault(error);
  }
  return collector.files;
}

function open(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true }, (error, zip) => (zip === undefined ? reject(error) : resolve(zip)));
  });
}

function readEntries(zip: ZipFile, collector: FileCollector): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      readEntry(zip, entry, collector).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

async function readEntry(zip: ZipFile, entry: Entry, collector: FileCollector): Promise<void> {
  const path = collector.enter(entry.fileName, kindOf(entry));
  if (path === undefined) return;
  if (entry.isEncrypted()) {
    throw new FaultError(
      'archive_encrypted',
      `The file ${path} of the ZIP archive is encrypted. Pack it without a password.`,
    );
  }
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (opened === undefined ? reject(error) : resolve(opened)));
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) continue;
    collector.count(piece.length);
    pieces.push(piece);
  }
  collector.add(path, Buffer.concat(pieces));
}

function kindOf(entry: Entry): 'file' | 'folder' | 'link' {
  if (entry.fileName.endsWith('/')) return 'folder';
  // The high bytes hold the Unix mode, where one is set.
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000 ? 'link' : 'file';
}

function asFault(error: unknown): FaultError {
  if (error instanceof FaultError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (!/^(?:invalid relative path|absolute path|invalid characters in fileName)/.test(reason))
    return brokenArchive('ZIP', error);
  return new FaultError(
    'archive_unsafe_path',
    `The archive holds a file whose path leads out of it (${reason.slice(0, 200)}). Pack it with relative paths.`,
  );
}
