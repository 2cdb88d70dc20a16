import { childAt, isArray, isObject, type Json, splitPointer } from '@connectory/json';

/**
 * Finds a reference within a schema that leads nowhere, as `#/$defs/Gone`: such a schema does not compile. References to other schemas are
 * not followed.
 */
export function findDanglingReference(schema: Json): string | undefined {
  const references = new Set<string>();
  collectReferences(schema, references);
  for (const reference of references) if (!leadsSomewhere(schema, reference)) return reference;
  return undefined;
}

function collectReferences(value: Json, references: Set<string>): void {
  if (isArray(value)) for (const item of value) collectReferences(item, references);
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value))
    if (name === '$ref' && typeof item === 'string') references.add(item);
    else collectReferences(item, references);
}

function leadsSomewhere(schema: Json, reference: string): boolean {
  if (!reference.startsWith('#/')) return true;
  let target: Json | undefined = schema;
  for (const token of splitPointer(decode(reference.slice(1)))) target = childAt(target, token);
  return target !== undefined;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
