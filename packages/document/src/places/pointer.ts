import type { Json } from '@connectory/importer';

/** JSON Pointers (RFC 6901). */
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

/** The pointers wanted, by their tokens: a walk descends only where one leads. */
export interface PointerTree {
  /** The wanted pointer that ends here. */
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

/** The own member or item of that name. */
export function childOf(node: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(node)) return /^(?:0|[1-9]\d*)$/.test(token) ? node[Number(token)] : undefined;
  const members = asObject(node);
  return members !== undefined && Object.hasOwn(members, token) ? members[token] : undefined;
}

export function asObject(value: Json | undefined): { readonly [key: string]: Json } | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as { readonly [key: string]: Json }) : undefined;
}
