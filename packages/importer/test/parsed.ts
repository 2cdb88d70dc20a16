import type { Json, ParsedDocument } from '../src/index.ts';

/** A document as the reading package would hand it over, of which no line is known. */
export function parsed(root: Json): ParsedDocument {
  const version =
    typeof root === 'object' && root !== null && !Array.isArray(root) && 'openapi' in root
      ? root['openapi']
      : undefined;
  return {
    root,
    openapi: typeof version === 'string' ? version : '3.1.0',
    notices: [],
    locate: () => new Map(),
  };
}
