import type { Json } from '@connectory/importer';

/** Splits a JSON Pointer (RFC 6901) into its unescaped tokens. */
export function splitPointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  return pointer.slice(1).split('/').map(unescapeToken);
}

export function joinPointer(parent: string, token: string | number): string {
  return `${parent}/${escapeToken(String(token))}`;
}

function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}

function escapeToken(token: string): string {
  return /[~/]/.test(token) ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

/** Pointers to locate, as a tree of tokens. A walk skips each value that is not in the tree. */
export interface PointerTree {
  /** The pointer that ends at this node, when it is one of those to locate. */
  pointer?: string;
  readonly children: Map<string, PointerTree>;
}

export function buildPointerTree(pointers: Iterable<string>): PointerTree {
  const root: PointerTree = { children: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const token of splitPointer(pointer)) {
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

/** The own member of an object, or the item of an array, with that name. Inherited members do not count. */
export function childOf(node: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(node)) return /^(?:0|[1-9]\d*)$/.test(token) ? node[Number(token)] : undefined;
  const members = asObject(node);
  return members !== undefined && Object.hasOwn(members, token) ? members[token] : undefined;
}

export function asObject(value: Json | undefined): { readonly [key: string]: Json } | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json }) : undefined;
}
