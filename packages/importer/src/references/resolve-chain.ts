import { isObject, type Json, type JsonObject } from '@connectory/json';
import type { OutputBudget } from '../budget/output-budget.ts';
import { member } from '../json/members.ts';
import type { PlaceKind } from '../members/kind-at.ts';
import type { ObjectKind } from '../members/member-table.ts';
import { at, type Place, placeOfPointer } from '../place/place.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import type { TargetFinder } from './find-target.ts';
import type { FindOtherKind } from './target-kind.ts';

/** An object of the document and its place, after following references. */
export interface ResolvedObject {
  readonly object: JsonObject;
  readonly place: Place;
  /** Members of targets that the same members beside a reference replace, but for texts; absent when there are none. */
  readonly overridden?: readonly string[];
}

/** Why a chain of references leads to no object. */
export type ReferenceFailure = 'dangling' | 'external' | 'cycle';

export type Resolution =
  | ({ readonly kind: 'resolved' } & ResolvedObject)
  /** The chain ends at an object of another kind. `place` is that of the last reference of the chain. */
  | {
      readonly kind: 'other-kind';
      readonly found: PlaceKind;
      readonly object: JsonObject;
      readonly reference: string;
      readonly place: Place;
    }
  | { readonly kind: ReferenceFailure; readonly reference: string }
  | { readonly kind: 'not-object' };

/** Longest chain of references that is followed. Without a limit, a long chain followed from each of its links takes quadratic time. */
const maxChain = 100;

/**
 * Finds the object that is meant at a place: the value itself, or the end of its chain of references. Of the members beside a reference
 * those with an effect win over those of its target.
 */
export function resolveChain(
  value: Json | undefined,
  { place, kind }: { readonly place: Place; readonly kind: ObjectKind },
  finder: TargetFinder & { readonly otherKind: FindOtherKind; readonly budget: OutputBudget },
  shape: DocumentShape,
): Resolution {
  if (!isObject(value)) return { kind: 'not-object' };
  // Most values are no reference.
  if (typeof member(value, '$ref') !== 'string')
    return { kind: 'resolved', object: value, place: shape.placeOf(value, place) };
  const seen = new Set<string>();
  let current: ResolvedObject = { object: value, place: shape.placeOf(value, place) };
  const overridden: string[] = [];
  for (;;) {
    const reference = member(current.object, '$ref');
    if (typeof reference !== 'string')
      return { kind: 'resolved', ...current, ...(overridden.length === 0 ? {} : { overridden }) };
    const target = finder.find(reference, current.place);
    if (target.kind === 'external') return { kind: 'external', reference };
    if (target.kind === 'dangling' || !isObject(target.value)) return { kind: 'dangling', reference };
    if (seen.has(target.pointer) || seen.size === maxChain) return { kind: 'cycle', reference };
    seen.add(target.pointer);
    const found = finder.otherKind(target, kind);
    if (found !== undefined)
      return { kind: 'other-kind', found, object: target.value, reference, place: current.place };
    const here = placeOfPointer(target.pointer);
    const reshaped = shape.reshape(kind, target.value, here);
    if (kind === 'path-item') for (const key of conflictingMembers(current.object, reshaped)) overridden.push(key);
    current = {
      object: withSiblings(current, reshaped, kind, { shape, budget: finder.budget }),
      place: shape.placeOf(reshaped, here),
    };
  }
}

/** Members beside a reference without an effect. Extensions are not among them: what they do is their author's affair. */
export function siblingsWithoutEffect(object: JsonObject, kind: ObjectKind): readonly string[] {
  return Object.keys(object).filter((key) => key !== '$ref' && !key.startsWith('x-') && !hasEffect(key, kind));
}

/** OpenAPI 3.1.1, sections 4.8.9 (Path Item Object) and 4.8.23 (Reference Object). 3.0 and 2.0 allow no siblings; texts do no harm there. */
function hasEffect(key: string, kind: ObjectKind): boolean {
  return kind === 'path-item' || key === 'summary' || key === 'description';
}

/** OpenAPI leaves open what a member beside the reference of a path item means that its target has too. */
function conflictingMembers(object: JsonObject, target: JsonObject): readonly string[] {
  const texts = ['$ref', 'summary', 'description'];
  return Object.keys(object).filter((key) => Object.hasOwn(target, key) && !texts.includes(key));
}

/** Siblings keep their own places, from which references in them are resolved. */
function withSiblings(
  { object, place }: ResolvedObject,
  target: JsonObject,
  kind: ObjectKind,
  { shape, budget }: { readonly shape: DocumentShape; readonly budget: OutputBudget },
): JsonObject {
  const siblings = Object.entries(object).filter(([key]) => key !== '$ref' && hasEffect(key, kind));
  // A callback is a map: its members are path items.
  if (siblings.length === 0 || kind === 'callbacks') return target;
  const moved = siblings.map(([key, value]): [string, Json] => [key, shape.copyAt(value, at(place, key))]);
  budget.spendMembers(Object.keys(target).length + moved.length);
  return { ...target, ...Object.fromEntries(moved) };
}
