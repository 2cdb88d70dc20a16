import { appendToken, childAt, isArray, isObject, type Json, shortToken, splitPointer } from '@connectory/json';
import type { Token } from '../query/found-node.ts';

/** Where a member comes from: the index that it has in the document, or the name of the overlay action that put it there. */
type Origin = number | string;

export type Spellings = ReadonlyMap<object, ReadonlyMap<Token, string>>;

/** Remembers for the containers of a changed tree where their members come from, and how their scalars were spelt. */
export class Origins {
  readonly #origins = new Map<object, Map<Token, Origin>>();
  readonly spellings: Map<object, ReadonlyMap<Token, string>>;

  constructor(spellings: Spellings) {
    this.spellings = new Map(spellings);
  }

  /** @param action the name of the place of an overlay action. */
  mark(container: object, token: Token, action: string): void {
    const known = this.#origins.get(container);
    if (known === undefined) this.#origins.set(container, new Map([[token, action]]));
    else known.set(token, action);
    const spelt = this.spellings.get(container);
    if (spelt?.has(token) === true) this.spellings.set(container, new Map([...spelt].filter(([key]) => key !== token)));
  }

  /** A copy of a container has the origins of the original. */
  copy(from: object, to: object): void {
    const origins = this.#origins.get(from);
    if (origins !== undefined) this.#origins.set(to, new Map(origins));
    const spelt = this.spellings.get(from);
    if (spelt !== undefined) this.spellings.set(to, spelt);
  }

  /** The action that put a member there, if one did. */
  actionAt(container: object, token: Token): string | undefined {
    const origin = this.#origins.get(container)?.get(token);
    return typeof origin === 'string' ? origin : undefined;
  }

  /** Removed members have no origin. */
  forget(container: object, token: Token): void {
    this.#origins.get(container)?.delete(token);
  }

  /** @param kept the indexes in `from` of the items of `to`. */
  keepItems(from: object, to: object, kept: readonly number[]): void {
    const origins = this.#origins.get(from);
    this.#origins.set(to, new Map(kept.map((index, place) => [place, origins?.get(index) ?? index])));
    const spelt = this.spellings.get(from);
    if (spelt === undefined) return;
    const moved = kept.flatMap((index, place) => {
      const spelling = spelt.get(index);
      return spelling === undefined ? [] : [[place, spelling] as const];
    });
    this.spellings.set(to, new Map(moved));
  }

  /** @returns the pointer in the document as read, and the action that put the place there, if one did. */
  trace(root: Json, pointer: string): { readonly pointer: string; readonly action: string | undefined } {
    let [node, original, action]: [Json | undefined, string, string | undefined] = [root, '', undefined];
    for (const token of splitPointer(pointer)) {
      const key = tokenIn(node, token);
      const origin = typeof node === 'object' && node !== null ? this.#origins.get(node)?.get(key) : undefined;
      if (typeof origin === 'string') action = origin;
      original = appendToken(original, typeof origin === 'number' ? origin : token);
      node = childAt(node, String(key));
    }
    return { pointer: original, action };
  }
}

/** The key or index that a token of a pointer names. Long tokens are shortened in places. */
function tokenIn(node: Json | undefined, token: string): Token {
  if (isArray(node)) return Number(token);
  if (!isObject(node) || Object.hasOwn(node, token) || !token.includes('…')) return token;
  return Object.keys(node).find((key) => shortToken(key) === token) ?? token;
}
