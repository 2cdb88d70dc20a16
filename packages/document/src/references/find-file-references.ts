import { decodeText, unpack } from '../text/decode-text.ts';
import { FaultError } from '../faults/fault-error.ts';
import { referencesOf } from './file-references.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { parseText } from '../text/parse-text.ts';
import { isTar } from '../archive/read-tar.ts';
import { isZip } from '../archive/read-zip.ts';

/** A look at the text: most documents reference nothing but themselves, and need not be parsed twice. */
const mayReference = /\$ref["']?[ \t]*:\s*["']?[^#"'\s]/;

/**
 * The other files that a document references by relative references, as they are written, without fragments and each once. None for an
 * archive, and none for what cannot be read: why not is told when it is.
 */
export function findFileReferences(bytes: Uint8Array, limits: DocumentLimits): readonly string[] {
  try {
    const unpacked = unpack(bytes, limits);
    if (isZip(unpacked) || isTar(unpacked)) return [];
    const text = decodeText(unpacked);
    if (!mayReference.test(text)) return [];
    const references = referencesOf('', parseText(text, limits).root).map(({ text: reference }) => reference);
    return [...new Set(references.filter(isRelative).map((reference) => reference.split('#', 1)[0] ?? ''))];
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}

function isRelative(reference: string): boolean {
  return !/^(?:#|\/\/|[a-z][a-z0-9+.-]*:|$)/i.test(reference);
}
