import type { Json } from '@connectory/json';

export type Token = string | number;

/** A value that a query has found, as a chain from the root. */
export interface FoundNode {
  readonly value: Json;
  readonly parent: FoundNode | undefined;
  /** The key or index in the parent; empty for the root. */
  readonly token: Token;
}

/** The tokens from the root to a node. */
export function pathOf(node: FoundNode): readonly Token[] {
  const tokens: Token[] = [];
  for (let here = node; here.parent !== undefined; here = here.parent) tokens.push(here.token);
  return tokens.reverse();
}
