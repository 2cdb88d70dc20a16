import type { DocumentFault } from '@connectory/importer';
import type { Json } from '@connectory/json';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { parseText } from '../text/parse-text.ts';

export type TreeOutcome =
  | { readonly ok: true; readonly root: Json }
  | { readonly ok: false; readonly fault: DocumentFault };

/** Reads JSON or YAML text of another kind of document, such as an overlay, within the limits. */
export function readTree(text: string, limits: DocumentLimits): TreeOutcome {
  try {
    return { ok: true, root: parseText(text, limits).root };
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}
