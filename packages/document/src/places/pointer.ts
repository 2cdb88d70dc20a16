import { isObject, type Json, type JsonObject, shortToken, splitPointer } from '@connectory/json';

/** Pointers to locate, as a tree of short tokens. A walk skips each value that is not in the tree. */
export interface PointerTree {
  /** The pointer that ends at this node, when it is one of those to locate. */
  pointer?: string;
  readonly children: Map<string, PointerTree>;
}

export function buildPointerTree(pointers: Iterable<string>): PointerTree {
  const root: PointerTree = { children: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const written of splitPointer(pointer)) {
      const token = String(shortToken(written));
      let next = node.children.get(token);
      if (next === undefined) {
        next = { children: new Map() };
        node.children.set(token, next);
      }
      node = next;
    }
    node.pointer = pointer;
  }
  return root;
}

export function asObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}
