import type { Json } from '@connectory/importer';

interface Reference {
  readonly holder: { $ref: Json };
  readonly text: string;
  readonly path: string;
}

/** A place in one of the files. */
export interface Origin {
  readonly path: string;
  readonly pointer: string;
}

/** Every reference in a tree, in document order. */
export function referencesOf(path: string, root: Json): Reference[] {
  const found: Reference[] = [];
  const seen = new Set<Json>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    if (isReference(node)) found.push({ holder: node, text: node.$ref, path });
    for (const child of Object.values(node).toReversed()) open.push(child);
  }
  return found;
}

function isReference(node: unknown): node is { $ref: string } {
  return typeof node === 'object' && node !== null && '$ref' in node && typeof node.$ref === 'string';
}
