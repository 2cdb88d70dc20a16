import { pack } from 'tar-stream';
import { rootMarker } from './root-marker.ts';

/**
 * Packs documents that reference each other into a tar archive for `readDocument`. The archive names its root document.
 * Deterministic: the same files give the same bytes.
 */
export async function packFiles(
  rootPath: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const archive = pack();
  const mtime = new Date(0);
  archive.entry({ name: rootMarker, mtime }, rootPath);
  for (const [name, bytes] of [...files].sort(([one], [other]) => (one < other ? -1 : 1)))
    archive.entry({ name, mtime }, Buffer.from(bytes));
  archive.finalize();
  const pieces: Uint8Array[] = [];
  for await (const piece of archive) if (piece instanceof Uint8Array) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}
