import type { ImportContext } from '../context/import-context.ts';
import { isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place, pointerOf } from '../place/place.ts';
import type { ResolvedObject } from '../references/resolve-chain.ts';

/**
 * Whether a callback leads back to itself: through references, and the callbacks of its operations. The answer is the same in an
 * exported document, where references to callbacks and path items are written out.
 */
export function leadsBackToItself(callback: ResolvedObject, context: ImportContext): boolean {
  const start = pointerOf(callback.place);
  const answers = known.get(context.references) ?? new Map<string, boolean>();
  known.set(context.references, answers);
  const answer = answers.get(start) ?? searchFrom(callback, start, context);
  answers.set(start, answer);
  return answer;
}

/** The answers by document and place. A callback that is used many times is searched once, so that the time stays linear. */
const known = new WeakMap<ImportContext['references'], Map<string, boolean>>();

function searchFrom(callback: ResolvedObject, start: string, context: ImportContext): boolean {
  const seen = new Set<string>();
  const waiting = [callback];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const found of nestedCallbacks(next, context)) {
      const pointer = pointerOf(found.place);
      if (pointer === start) return true;
      if (seen.has(pointer)) continue;
      seen.add(pointer);
      waiting.push(found);
    }
  return false;
}

/** The callbacks of the operations of a callback. */
function nestedCallbacks(callback: ResolvedObject, context: ImportContext): readonly ResolvedObject[] {
  return valuesOf(callback)
    .flatMap(({ value, place }) => resolve(value, place, 'path-item', context))
    .flatMap(valuesOf)
    .flatMap(({ value, place }) => {
      const callbacks = isObject(value) ? member(value, 'callbacks') : undefined;
      return isObject(callbacks) ? valuesOf({ object: callbacks, place: at(place, 'callbacks') }) : [];
    })
    .flatMap(({ value, place }) => resolve(value, place, 'callbacks', context));
}

function valuesOf({ object, place }: ResolvedObject): readonly { readonly value: Json; readonly place: Place }[] {
  return Object.keys(object).map((key) => ({ value: object[key] ?? null, place: at(place, key) }));
}

function resolve(
  value: Json,
  place: Place,
  kind: 'path-item' | 'callbacks',
  { references }: ImportContext,
): readonly ResolvedObject[] {
  const resolution = references.resolve(value, place, kind);
  return resolution.kind === 'resolved' ? [resolution] : [];
}
