import { extract, type Header } from 'tar-stream';
import { FaultError } from '../faults/fault-error.ts';
import { type Archive, brokenArchive, createEntryCollector, type EntryKind } from './archive.ts';

export function isTar(bytes: Uint8Array): boolean {
  return [0x75, 0x73, 0x74, 0x61, 0x72].every((byte, index) => bytes[257 + index] === byte);
}

/**
 * Opens a tar archive. Its content is not compressed, so files are kept as they are read.
 * @throws FaultError for a broken archive, and for unsafe paths.
 */
export async function openTar(bytes: Uint8Array): Promise<Archive> {
  const collector = createEntryCollector();
  const archive = extract();
  try {
    archive.end(bytes);
    for await (const { header, ...entry } of withContent(archive)) {
      collector.add(header.name, kindOf(header), entry);
    }
  } catch (error) {
    throw error instanceof FaultError ? error : brokenArchive('tar', error);
  }
  return collector.archive;
}

async function* withContent(archive: ReturnType<typeof extract>) {
  for await (const entry of archive) {
    const pieces: Uint8Array[] = [];
    for await (const piece of entry) if (piece instanceof Uint8Array) pieces.push(piece);
    // One piece is a view of the archive, not a copy.
    const content = pieces.length === 1 ? (pieces[0] ?? new Uint8Array()) : Buffer.concat(pieces);
    yield { header: entry.header, declaredBytes: content.length, unpack: () => Promise.resolve(content) };
  }
}

function kindOf({ type }: Header): EntryKind {
  switch (type) {
    case 'file':
    case 'contiguous-file':
    case null:
    case undefined:
      return 'file';
    case 'directory':
      return 'folder';
    case 'link':
    case 'symlink':
      return 'link';
    default:
      return 'other';
  }
}
