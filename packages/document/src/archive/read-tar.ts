import { extract, type Header } from 'tar-stream';
import { type ArchiveFiles, brokenArchive, createFileCollector, type EntryKind } from './archive-files.ts';
import { FaultError } from '../faults/fault-error.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';

export function isTar(bytes: Uint8Array): boolean {
  return [0x75, 0x73, 0x74, 0x61, 0x72].every((byte, index) => bytes[257 + index] === byte);
}

/** Unpacks a tar archive. @throws FaultError for a broken or refused archive. */
export async function readTar(bytes: Uint8Array, limits: DocumentLimits): Promise<ArchiveFiles> {
  const collector = createFileCollector(limits);
  const archive = extract();
  try {
    archive.end(bytes);
    for await (const entry of archive) {
      const path = collector.enter(entry.header.name, kindOf(entry.header));
      const pieces: Uint8Array[] = [];
      for await (const piece of entry) {
        if (!(piece instanceof Uint8Array)) continue;
        collector.count(piece.length);
        if (path !== undefined) pieces.push(piece);
      }
      if (path !== undefined) collector.add(path, Buffer.concat(pieces));
    }
  } catch (error) {
    throw error instanceof FaultError ? error : brokenArchive('tar', error);
  }
  return collector.files;
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
