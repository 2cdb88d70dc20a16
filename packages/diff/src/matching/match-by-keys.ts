/** Two matched items, by index, and the key that matched them. */
export interface Match<By extends string> {
  readonly before: number;
  readonly after: number;
  readonly by: By;
}

/** A key by which items are matched. */
export interface MatchKey<Item, By extends string> {
  readonly by: By;
  /** Undefined where the item has none. */
  readonly keyOf: (item: Item) => string | undefined;
}

/**
 * Matches the items of two lists, key by key: each key considers only items that earlier keys left over. A key
 * matches two items only when exactly one item on each side has it, because a wrong match would pass on an identity.
 * Takes linear time. Matches are in the order of `after`.
 */
export function matchByKeys<Item, By extends string>(
  before: readonly Item[],
  after: readonly Item[],
  keys: readonly MatchKey<Item, By>[],
): readonly Match<By>[] {
  const matches: Match<By>[] = [];
  let left = { before: before.map((_, index) => index), after: after.map((_, index) => index) };
  for (const { by, keyOf } of keys) {
    const known = indexByUniqueKey(before, left.before, keyOf);
    const wanted = indexByUniqueKey(after, left.after, keyOf);
    const taken = { before: new Set<number>(), after: new Set<number>() };
    for (const [key, index] of wanted) {
      const twin = known.get(key);
      if (index === ambiguous || twin === undefined || twin === ambiguous) continue;
      matches.push({ before: twin, after: index, by });
      taken.before.add(twin);
      taken.after.add(index);
    }
    left = {
      before: left.before.filter((index) => !taken.before.has(index)),
      after: left.after.filter((index) => !taken.after.has(index)),
    };
  }
  return matches.sort((one, other) => one.after - other.after);
}

const ambiguous = -1;

function indexByUniqueKey<Item>(
  items: readonly Item[],
  indexes: readonly number[],
  keyOf: (item: Item) => string | undefined,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const index of indexes) {
    const item = items[index];
    const key = item === undefined ? undefined : keyOf(item);
    if (key !== undefined) found.set(key, found.has(key) ? ambiguous : index);
  }
  return found;
}
