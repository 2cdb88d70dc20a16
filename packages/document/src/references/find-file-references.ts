import { decodeText, unpack } from '../text/decode-text.ts';
import { FaultError } from '../faults/fault-error.ts';
import { listReferences } from './list-targets.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { parseText } from '../text/parse-text.ts';
import { isTar } from '../archive/read-tar.ts';
import { isZip } from '../archive/read-zip.ts';

/** A quick test of the text. Most documents reference no other file and need no parse here. */
const mayReference = /(?:\$(?:dynamicR|r)ef["']?[ \t]*:\s*["']?[^#"'\s]|mapping["']?[ \t]*:)/;

/**
 * Finds the relative references of a document to other files, as written, without fragments, each once.
 * Empty for an archive and for a document that cannot be read: reading it later reports the fault.
 */
export function findFileReferences(bytes: Uint8Array, limits: DocumentLimits): readonly string[] {
  try {
    const unpacked = unpack(bytes, limits);
    if (isZip(unpacked) || isTar(unpacked)) return [];
    const text = decodeText(unpacked);
    if (!mayReference.test(text)) return [];
    const references = listReferences(parseText(text, limits).root).filter(isRelative);
    return [...new Set(references.map((reference) => reference.split('#', 1)[0] ?? ''))];
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}

function isRelative(reference: string): boolean {
  return !/^(?:#|\/\/|[a-z][a-z0-9+.-]*:|$)/i.test(reference);
}
