import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place, shortNameOf } from '../place/place.ts';
import type { Target, TargetFinder } from './find-target.ts';

/**
 * Tells whether a reference leads only to further references and back: a schema made of it would never end.
 * Each link of a chain is followed once, however often the chain is asked for.
 */
export function createEndlessReferenceCheck(finder: TargetFinder): (reference: string, place: Place) => boolean {
  const known = new Map<string, boolean>();
  return (reference, place) => {
    let here = place;
    const chain = new Set<string>();
    let endless: boolean | undefined;
    for (let next: Json | undefined = reference; endless === undefined; ) {
      const target: Target | undefined = typeof next === 'string' ? finder.find(next, here) : undefined;
      const name = target?.kind === 'found' ? shortNameOf(target.pointer) : '';
      if (target?.kind !== 'found') endless = false;
      else if (chain.has(name)) endless = true;
      else {
        endless = known.get(name);
        chain.add(name);
        here = at(target.place, '$ref');
        next = isObject(target.value) ? nextReference(target.value) : undefined;
      }
    }
    for (const name of chain) known.set(name, endless);
    return endless;
  };
}

/** Includes `$dynamicRef`: one that leads out of its definition is served as `$ref`. */
export function nextReference(schema: JsonObject): Json | undefined {
  return member(schema, '$ref') ?? member(schema, '$dynamicRef');
}
