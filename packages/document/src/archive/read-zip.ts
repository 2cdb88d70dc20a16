import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { FaultError } from '../faults/fault-error.ts';
import { type Archive, brokenArchive, createEntryCollector, type EntryCollector } from './archive.ts';

export function isZip(bytes: Uint8Array): boolean {
  // The signature of an archive, or of an empty archive.
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && bytes[3] === bytes[2] + 1;
}

/**
 * Opens a ZIP archive and reads its listing.
 * @throws FaultError for a broken archive, and for unsafe paths.
 */
export async function openZip(bytes: Uint8Array): Promise<Archive> {
  const collector = createEntryCollector();
  try {
    await listEntries(await open(bytes), collector);
  } catch (error) {
    throw asFault(error);
  }
  return collector.archive;
}

function open(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, autoClose: false }, (error, zip) =>
      zip === undefined ? reject(error) : resolve(zip),
    );
  });
}

function listEntries(zip: ZipFile, collector: EntryCollector): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      try {
        const unpack = (): Promise<Uint8Array> => unpackEntry(zip, entry);
        collector.add(entry.fileName, kindOf(entry), { declaredBytes: entry.uncompressedSize, unpack });
        zip.readEntry();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    zip.readEntry();
  });
}

/** The library stops at the declared size, so that a false header cannot unpack more. */
async function unpackEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  if (entry.isEncrypted()) {
    throw new FaultError(
      'archive_encrypted',
      `The file ${entry.fileName} of the ZIP archive is encrypted. Pack it without a password.`,
    );
  }
  try {
    const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (opened === undefined ? reject(error) : resolve(opened)));
    });
    const pieces: Uint8Array[] = [];
    for await (const piece of stream) if (piece instanceof Uint8Array) pieces.push(piece);
    return Buffer.concat(pieces);
  } catch (error) {
    throw asFault(error);
  }
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
