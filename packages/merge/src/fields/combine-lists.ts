import { appendToken, isArray, type Json } from '@connectory/json';
import type { Sides } from '../model/sides.ts';
import { mergeOrder } from '../values/merge-order.ts';
import type { Combine, MergeContext } from './merge-context.ts';
import { mergeValue } from './merge-value.ts';

type Lists = Sides<readonly Json[]>;

/** The items of three lists by key. */
export type KeyedItems = Sides<ReadonlyMap<string, Json>>;

/** Merges lists item by item. @param keysOf pairs the items of the three lists. */
export function combineLists(
  keysOf: (context: MergeContext, lists: Lists) => KeyedItems,
  combineItem: Combine | undefined,
): Combine {
  return (context, place, { base, ours, theirs }) => {
    if (!isArray(ours) || !isArray(theirs) || (base !== undefined && !isArray(base))) return undefined;
    const items = keysOf(context, { base: base ?? [], ours, theirs });
    const merged: Json[] = [];
    for (const key of mergeOrder([...items.ours.keys()], [...items.theirs.keys()])) {
      const values = { base: items.base.get(key), ours: items.ours.get(key), theirs: items.theirs.get(key) };
      const value = mergeValue(context, appendToken(place, key), values, combineItem);
      if (value !== undefined) merged.push(value);
    }
    return { value: merged };
  };
}

/** Pairs items that have the same key. Items of one list with the same key are numbered. */
export function pairByKey(keyOf: (item: Json) => string): (context: MergeContext, lists: Lists) => KeyedItems {
  return (_, { base, ours, theirs }) => ({
    base: itemsByKey(base, keyOf),
    ours: itemsByKey(ours, keyOf),
    theirs: itemsByKey(theirs, keyOf),
  });
}

function itemsByKey(list: readonly Json[], keyOf: (item: Json) => string): ReadonlyMap<string, Json> {
  const items = new Map<string, Json>();
  const counts = new Map<string, number>();
  for (const item of list) {
    const key = keyOf(item);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    // Keys contain no control characters, so the numbered keys differ from all others.
    items.set(count === 1 ? key : `${key}\u0000${count}`, item);
  }
  return items;
}
