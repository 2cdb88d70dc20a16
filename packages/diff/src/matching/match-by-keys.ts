/** Two items taken for the same, by their indexes, and which key said so. */
export interface Match<By extends string> {
  readonly before: number;
  readonly after: number;
  readonly by: By;
}

/** One way to tell that two items are the same. */
export interface MatchKey<Item, By extends string> {
  readonly by: By;
  /** Undefined where the item has none. */
  readonly keyOf: (item: Item) => string | undefined;
}

/**
 * Pairs the items of two lists, one kind of key after the other: a later kind looks only at what earlier ones left over. A key pairs
 * two items only where exactly one on each side has it: a guess among several would give one thing's identity to another.
 * Linear in the number of items; matches come in the order of `after`.
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
