import type { DocumentNotice, Json, LocatePointers, SourceLocation } from '@connectory/importer';
import { describePosition, FaultError, type Position, positionAt } from './fault.ts';
import { findJsonError } from './find-json-error.ts';
import type { DocumentLimits } from './limits.ts';
import { locateInJson } from './locate-json.ts';
import { scanJson } from './scan-json.ts';

/** A parsed text: its tree, what was noticed, and how places in it are found. */
export interface ParsedText {
  readonly root: Json;
  readonly notices: readonly DocumentNotice[];
  readonly locate: LocatePointers;
  /** Whether nodes may be shared or circular, as YAML aliases make them. */
  readonly shared: boolean;
  /** Members of all objects as written, duplicates included; known for JSON only. */
  readonly members?: number;
}

/**
 * Parses JSON (RFC 8259).
 * @returns undefined when the text is no JSON: it may still be YAML.
 * @throws FaultError when it nests deeper than allowed.
 */
export function parseJson(text: string, limits: DocumentLimits): ParsedText | undefined {
  // Nothing else starts an object or array, and what merely looks like JSON must not be held to its depth.
  if (!/^\s*[{[]/.test(text)) return undefined;
  const scan = scanJson(text, limits.maxDepth);
  if (scan.tooDeepAt >= 0) {
    const position = positionAt(text, scan.tooDeepAt);
    throw tooDeep(limits, position, [{ pointer: '', ...position }]);
  }
  const root = tryParse(text);
  if (root === undefined) return undefined;
  return { root, notices: [], locate: locateInJson(text), shared: false, members: scan.members };
}

/** @param position where it is known; else the locations are still to be located. */
export function tooDeep(
  limits: DocumentLimits,
  position: Position | undefined,
  locations: readonly SourceLocation[],
): FaultError {
  const place = position === undefined ? '' : `, first at ${describePosition(position)}`;
  const message = `The document nests deeper than ${limits.maxDepth} levels (MAX_DOCUMENT_DEPTH)${place}. Real APIs stay below 100: move nested schemas to components and reference them.`;
  return new FaultError('document_too_deep', message, locations);
}

function tryParse(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}

/** The fault of a text that means to be JSON and is not. */
export function describeBrokenJson(text: string): FaultError {
  const { offset, expected } = findJsonError(text);
  const position = positionAt(text, offset);
  const met =
    offset >= text.length ? 'the document ends' : `there is ${JSON.stringify(text.slice(offset, offset + 20))}`;
  const message = `The document is not valid JSON: at ${describePosition(position)} ${expected} is expected, but ${met}.`;
  return new FaultError('document_not_json', message, [{ pointer: '', ...position }]);
}

/** A warning for members that an object has twice; as with `JSON.parse`, the last one counts. */
export function noticeDuplicateKeys(places: DocumentNotice['places']): DocumentNotice {
  return {
    code: 'DUPLICATE_KEY',
    severity: 'warning',
    text: `${places.length} key(s) occur more than once in the same object; the last one counts.`,
    places,
  };
}
