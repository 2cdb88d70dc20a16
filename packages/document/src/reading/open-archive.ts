import type { Archive } from '../archive/archive.ts';
import { isTar, openTar } from '../archive/read-tar.ts';
import { isZip, openZip } from '../archive/read-zip.ts';

/** Opens a ZIP or tar archive. @returns undefined for other bytes. */
export async function openArchive(bytes: Uint8Array): Promise<Archive | undefined> {
  if (isZip(bytes)) return openZip(bytes);
  return isTar(bytes) ? openTar(bytes) : undefined;
}
