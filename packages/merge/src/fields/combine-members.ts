import { appendToken, isObject, type Json, type JsonObject } from '@connectory/json';
import type { Sides } from '../model/sides.ts';
import { mergeOrder } from '../values/merge-order.ts';
import type { Combine, MergeContext, Merged } from './merge-context.ts';
import { mergeValue } from './merge-value.ts';

/** Merges objects member by member. @param combineOf what merges a member that all sides changed; undefined for an atom. */
export function combineMembers(combineOf: (name: string) => Combine | undefined): Combine {
  return (context, place, { base, ours, theirs }) => {
    // Without a base, members that only one side has are additions of that side.
    if (!isObject(ours) || !isObject(theirs) || (base !== undefined && !isObject(base))) return undefined;
    return { value: mergeMembers(context, place, { base: base ?? {}, ours, theirs }, combineOf) };
  };
}

function mergeMembers(
  context: MergeContext,
  place: string,
  { base, ours, theirs }: Sides<JsonObject>,
  combineOf: (name: string) => Combine | undefined,
): JsonObject {
  const merged: [string, Json][] = [];
  for (const name of mergeOrder(Object.keys(ours), Object.keys(theirs))) {
    const values = { base: ownMember(base, name), ours: ownMember(ours, name), theirs: ownMember(theirs, name) };
    const value = mergeValue(context, appendToken(place, name), values, combineOf(name));
    if (value !== undefined) merged.push([name, value]);
  }
  return Object.fromEntries(merged);
}

/** `__proto__` and `constructor` are ordinary names. */
function ownMember(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Merges extras: objects member by member at every depth, lists as atoms. */
export const combineExtras: Combine = (context, place, values): Merged | undefined =>
  combineMembers(() => combineExtras)(context, place, values);
