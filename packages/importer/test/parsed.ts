import type { Json, ParsedDocument } from '../src/index.ts';

/** A parsed document without positions. */
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
