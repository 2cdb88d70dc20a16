import type { Identity } from './plain-version.ts';

/** Finds for each new identity the index of the old one that it continues: docs/api/imports.md, "Replacing a draft". */
export function matchIdentities(
  before: readonly Identity[],
  after: readonly Identity[],
  keys: readonly ((identity: Identity) => string | undefined)[],
): readonly (number | undefined)[] {
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const keyOf of keys) {
    const [old, next] = [count(before, keyOf, taken), count(after, keyOf, new Set(matches.keys()))];
    for (const [key, indexes] of next) {
      const found = old.get(key);
      if (indexes.length !== 1 || found?.length !== 1) continue;
      matches.set(indexes[0] ?? -1, found[0] ?? -1);
      taken.add(found[0] ?? -1);
    }
  }
  return after.map((_, index) => matches.get(index));
}

function count(
  identities: readonly Identity[],
  keyOf: (identity: Identity) => string | undefined,
  skipped: ReadonlySet<number>,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  identities.forEach((identity, index) => {
    const key = keyOf(identity);
    if (key === undefined || skipped.has(index)) return;
    found.set(key, [...(found.get(key) ?? []), index]);
  });
  return found;
}

export const operationKeys = [
  ({ operationId }: Identity) => operationId,
  ({ method, path }: Identity) =>
    path === undefined ? undefined : `${method} ${path.replaceAll(/\{[^{}]*\}/g, '{}')}`,
  ({ name }: Identity) => name,
];

/** @param contentOf the schema of a definition as text. */
export const definitionKeys = (contentOf: (identity: Identity) => string | undefined) => [
  ({ name }: Identity) => name.toLowerCase(),
  contentOf,
];
