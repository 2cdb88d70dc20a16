import type { Json, ParsedDocument } from '../src/index.ts';

/** A parsed document without positions. */
export function parsed(root: Json): ParsedDocument {
  const isObject = typeof root === 'object' && root !== null && !Array.isArray(root);
  const version = isObject && 'openapi' in root ? root['openapi'] : isObject && 'swagger' in root ? '2.0' : undefined;
  return {
    root,
    openapi: typeof version === 'string' ? version : '3.1.0',
    notices: [],
    locate: () => new Map(),
  };
}
