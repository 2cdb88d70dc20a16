import type { Json } from '@connectory/json';
import { findTarget, versionUrl } from './find-target.ts';
import { indexSchema, pointerOf } from './schema-index.ts';

/**
 * Finds what keeps a schema from being compiled: references without target, by pointer, anchor or URL, and identifiers that two of its
 * schemas have. References into other definitions are not followed.
 * @returns a text for each fault. The same fault of another schema has the same text.
 */
export function findSchemaFaults(schema: Json): ReadonlySet<string> {
  const index = indexSchema(schema, versionUrl);
  const faults = new Set(index.repeated.map(({ keyword, identifier }) => `${keyword} ${identifier}`));
  for (const found of index.references)
    if (findTarget(found, index) === 'nowhere') faults.add(`${pointerOf(found.path)} ${found.reference}`);
  return faults;
}
