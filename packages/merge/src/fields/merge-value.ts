import type { Json } from '@connectory/json';
import type { Conflict } from '../model/conflict.ts';
import type { Combine, MergeContext, Values } from './merge-context.ts';

/**
 * Merges three states of a place. A side that did not change follows the other. Where both changed, `combine` merges the parts; without it,
 * or when it cannot, the edit wins and the conflict is recorded.
 */
export function mergeValue(
  context: MergeContext,
  place: string,
  values: Values,
  combine: Combine | undefined,
): Json | undefined {
  const { base, ours, theirs } = values;
  if (context.same(ours, base) || context.same(ours, theirs)) return theirs;
  if (context.same(theirs, base)) return ours;
  const merged = combine?.(context, place, values);
  if (merged !== undefined) return merged.value;
  context.conflicts.push(toConflict(place, values));
  return ours;
}

function toConflict(place: string, { base, ours, theirs }: Values): Conflict {
  return {
    place,
    ...(base === undefined ? {} : { base }),
    ...(ours === undefined ? {} : { ours }),
    ...(theirs === undefined ? {} : { theirs }),
  };
}
