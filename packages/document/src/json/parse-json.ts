import type { Json, LocatePointers } from '@connectory/importer';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { tooDeep } from '../faults/too-deep.ts';
import { positionAt } from '../places/position.ts';
import { locateInJson } from './locate-json.ts';
import { scanJson } from './scan-json.ts';

/** JSON text after parsing: its tree, and a lookup for places in it. */
export interface ParsedJson {
  readonly root: Json;
  readonly locate: LocatePointers;
  /** Members of all objects as written, duplicates included. */
  readonly members: number;
  /** Whether a number with a fraction or an exponent is spelt oddly, such as `1.10`. */
  readonly hasOddNumbers: boolean;
}

/**
 * Parses JSON (RFC 8259).
 * @returns undefined for text that is not JSON. It may still be YAML.
 * @throws FaultError when it nests deeper than allowed.
 */
export function parseJson(text: string, limits: DocumentLimits): ParsedJson | undefined {
  // Only text that starts with a bracket is scanned: brackets in YAML text are no nesting.
  if (!/^\s*[{[]/.test(text)) return undefined;
  const scan = scanJson(text, limits.maxDepth);
  if (scan.tooDeepAt >= 0) {
    const position = positionAt(text, scan.tooDeepAt);
    throw tooDeep(limits, position, [{ pointer: '', ...position }]);
  }
  const root = tryParse(text);
  if (root === undefined) return undefined;
  return { root, locate: locateInJson(text), members: scan.members, hasOddNumbers: scan.hasOddNumbers };
}

function tryParse(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
