import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import type { FindTarget, Target } from './find-target.ts';

/**
 * Tells whether a reference leads only to further references and back: a schema made of it would never end.
 * Each link of a chain is followed once, however often the chain is asked for.
 */
export function createEndlessReferenceCheck(find: FindTarget): (reference: string) => boolean {
  const known = new Map<string, boolean>();
  return (reference) => {
    const chain = new Set<string>();
    let endless: boolean | undefined;
    for (let next: Json | undefined = reference; endless === undefined; ) {
      const target: Target | undefined = typeof next === 'string' ? find(next) : undefined;
      if (target?.kind !== 'found') endless = false;
      else if (chain.has(target.pointer)) endless = true;
      else {
        endless = known.get(target.pointer);
        chain.add(target.pointer);
        next = isObject(target.value) ? nextReference(target.value) : undefined;
      }
    }
    for (const pointer of chain) known.set(pointer, endless);
    return endless;
  };
}

/** Includes `$dynamicRef`: one that leads out of its definition is served as `$ref`. */
export function nextReference(schema: JsonObject): Json | undefined {
  return member(schema, '$ref') ?? member(schema, '$dynamicRef');
}
