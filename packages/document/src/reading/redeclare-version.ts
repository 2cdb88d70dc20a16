import type { ParsedDocument } from '@connectory/importer';
import { FaultError } from '../faults/fault-error.ts';
import { readVersion } from './openapi-version.ts';
import type { ReadOutcome } from './read-document.ts';

/** Reads the version again that a document declares, after its tree was changed. */
export function redeclareVersion(document: ParsedDocument): ReadOutcome {
  try {
    return { ok: true, document: { ...document, openapi: readVersion(document.root).openapi } };
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}
