import type { ImportContext } from '../context/import-context.ts';
import { isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place, pointerOf } from '../place/place.ts';
import type { ResolvedObject } from '../references/resolve-chain.ts';
import { createCycleIndex } from '../references/strong-components.ts';

/**
 * Whether a callback leads back to itself: through references, and the callbacks of its operations. The answer is the same in an
 * exported document, where references to callbacks and path items are written out.
 */
export function leadsBackToItself(callback: ResolvedObject, context: ImportContext): boolean {
  const known = cycles.get(context.references) ?? createCallbackCycles(context);
  cycles.set(context.references, known);
  return known(callback);
}

/** The cycles by document. */
const cycles = new WeakMap<ImportContext['references'], (callback: ResolvedObject) => boolean>();

/** Callbacks are visited once, so that the time stays linear where many lead to the same ones. */
function createCallbackCycles(context: ImportContext): (callback: ResolvedObject) => boolean {
  const answers = new Map<string, boolean>();
  const index = createCycleIndex<ResolvedObject>(
    ({ place }) => pointerOf(place),
    (callback) => nestedCallbacks(callback, context),
  );
  return (callback) => {
    const name = pointerOf(callback.place);
    const cycle = index.cycleOf(callback);
    const answer =
      answers.get(name) ?? nestedCallbacks(callback, context).some((nested) => index.cycleOf(nested) === cycle);
    answers.set(name, answer);
    return answer;
  };
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
