import { isArray, type Json } from '@connectory/json';
import type { Sides } from '../model/sides.ts';
import { mergeOrder } from '../values/merge-order.ts';
import type { Combine } from './merge-context.ts';

/**
 * Merges lists as sets: items that the user removed are removed, items that the user added are added. Sets never conflict.
 * @param absent the meaning of an absent set: the empty set for `required`; for `type` and `enum` any value is allowed, which is no set.
 */
export function combineSets(absent: 'empty' | 'any'): Combine {
  return (_, __, { base, ours, theirs }) => {
    const sides = { base: toList(base, absent), ours: toList(ours, absent), theirs: toList(theirs, absent) };
    const { base: before, ours: edited, theirs: imported } = sides;
    if (before === undefined || edited === undefined || imported === undefined) return undefined;
    const list = mergeSets({ base: before, ours: edited, theirs: imported });
    // An empty `type` or `enum` would allow nothing.
    if (list.length === 0) return absent === 'any' ? undefined : { value: ours === undefined ? undefined : list };
    const isSingle = list.length === 1 && !isArray(ours) && !isArray(theirs);
    return { value: isSingle ? list[0] : list };
  };
}

function toList(value: Json | undefined, absent: 'empty' | 'any'): readonly Json[] | undefined {
  if (isArray(value)) return value;
  if (value === undefined) return absent === 'empty' ? [] : undefined;
  return typeof value === 'string' ? [value] : undefined;
}

function mergeSets({ base, ours, theirs }: Sides<readonly Json[]>): readonly Json[] {
  const [before, edited, imported] = [byText(base), byText(ours), byText(theirs)];
  const isKept = (key: string): boolean => (before.has(key) ? edited.has(key) && imported.has(key) : true);
  const merged: Json[] = [];
  for (const key of mergeOrder([...edited.keys()], [...imported.keys()])) {
    const item = imported.has(key) ? imported.get(key) : edited.get(key);
    if (item !== undefined && isKept(key)) merged.push(item);
  }
  return merged;
}

function byText(list: readonly Json[]): ReadonlyMap<string, Json> {
  return new Map(list.map((item) => [JSON.stringify(item), item]));
}
