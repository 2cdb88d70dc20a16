import { isObject, joinShortPointer, type Json } from '@connectory/json';
import { bothSides, type Finding } from '../findings/finding.ts';
import { member } from '../json/members.ts';
import { operationRules } from '../rules/operation-rules.ts';
import type { ExtrasLookup, ExtrasPair } from './extras-lookup.ts';
import type { SameValues } from './same-values.ts';

export interface ChangedMember {
  /** JSON Pointer from the compared objects. */
  readonly at: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What was found for pairs of objects, by their numbers: many responses may refer to the same one. */
const knownChanges = new WeakMap<SameValues, Map<string, readonly ChangedMember[]>>();

/** Finds the members that differ. @param levels how deep a member is looked for within objects that both have */
export function findChangedMembers(pair: ExtrasPair, levels: number, values: SameValues): readonly ChangedMember[] {
  const ofValues = knownChanges.get(values) ?? new Map<string, readonly ChangedMember[]>();
  knownChanges.set(values, ofValues);
  const key = [levels, values.numberOf(pair.before, 'before'), values.numberOf(pair.after, 'after')].join(' ');
  const changed = ofValues.get(key) ?? compareMembers(pair, levels, values);
  ofValues.set(key, changed);
  return changed;
}

function compareMembers({ before, after }: ExtrasPair, levels: number, values: SameValues): readonly ChangedMember[] {
  const changed: ChangedMember[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, next] = [member(before, key), member(after, key)];
    if (old !== undefined && next !== undefined && values.same(old, next)) continue;
    const at = joinShortPointer([key]);
    if (levels > 1 && isObject(old) && isObject(next))
      for (const inner of findChangedMembers({ before: old, after: next }, levels - 1, values))
        changed.push({ ...inner, at: at + inner.at });
    else changed.push({ at, before: old, after: next });
  }
  return changed;
}

export function extrasFinding({ at, before, after }: ChangedMember): Finding {
  const values = { before: shortValue(before), after: shortValue(after) };
  return { rule: operationRules.extrasChanged, at, sides: bothSides, flipped: false, ...values };
}

/** Characters. */
const maxValueLength = 200;

function shortValue(value: Json | undefined): Json | undefined {
  if (typeof value === 'string' && value.length > maxValueLength) return undefined;
  return typeof value === 'object' ? undefined : value;
}

/** Compares the extras of the versions, by members such as `info.contact` and `components.responses.NotFound`. */
export function compareVersionExtras(extras: ExtrasLookup, values: SameValues): readonly Finding[] {
  if (extras.ofVersions === undefined) return [];
  if (!extras.areComparable) return [extrasFinding({ at: '/extras', before: undefined, after: undefined })];
  return findChangedMembers(extras.ofVersions, 1, values)
    .flatMap((found) => expandMember(found, found.at === '/components' ? 2 : 1, values))
    .map((found) => extrasFinding({ ...found, at: `/extras${found.at}` }));
}

/** The changed members of a changed member, if it is an object on both sides. */
export function expandMember(found: ChangedMember, levels: number, values: SameValues): readonly ChangedMember[] {
  const { at, before, after } = found;
  if (!isObject(before) || !isObject(after)) return [found];
  return findChangedMembers({ before, after }, levels, values).map((inner) => ({ ...inner, at: at + inner.at }));
}

/** A reference that leads to an equal object elsewhere is the only change that the objects themselves do not show. */
export function compareReferences(
  before: Json,
  after: Json,
  extras: ExtrasPair,
  at: string,
  values: SameValues,
): readonly Finding[] {
  const [old, next] = [before, after].map((entity) => member(member(entity, 'openapi'), '$ref'));
  if (old === next || !values.same(extras.before, extras.after)) return [];
  return [extrasFinding({ at: `${at}/openapi/$ref`, before: old, after: next })];
}
