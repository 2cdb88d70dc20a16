import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { decodeText } from '../text/decode-text.ts';
import type { Archive } from './archive.ts';

/** Searches unpack up to this multiple of `maxBytes` in all. They keep one file in memory at a time. */
export const maxSearchFactor = 8;

/** The text of a file, and the bytes that were unpacked for it. */
export interface QuietRead {
  /** Undefined for a file that cannot be read: only files that the root reaches can fail an import. */
  readonly text: string | undefined;
  readonly bytes: number;
}

/** Reads a file that the import may not need. @throws FaultError for an encrypted file. */
export async function readQuietly(archive: Archive, path: string, limits: DocumentLimits): Promise<QuietRead> {
  const entry = archive.entries.get(path);
  if (entry?.kind !== 'file' || entry.declaredBytes > limits.maxBytes) return { text: undefined, bytes: 0 };
  const content = await entry.unpack().catch(ignoreFault);
  return { text: content === undefined ? undefined : decode(content), bytes: content?.length ?? 0 };
}

function decode(content: Uint8Array): string | undefined {
  try {
    return decodeText(content);
  } catch (error) {
    return ignoreFault(error);
  }
}

function ignoreFault(error: unknown): undefined {
  if (error instanceof FaultError && error.fault.code !== 'archive_encrypted') return undefined;
  throw error;
}

/** Whether a file is JSON or YAML by its name. */
export function isDataFile(path: string): boolean {
  return /\.(?:json|ya?ml)$/i.test(path);
}
