import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place, placeOfPointer } from '../place/place.ts';
import type { SwaggerSource } from './swagger-source.ts';

/** An item of a list of parameters, and the parameter that it is or leads to. */
export interface ListedParameter {
  readonly item: JsonObject;
  readonly index: number;
  readonly place: Place;
  /** After following references. */
  readonly object: JsonObject;
  /** The place of the object. */
  readonly source: Place;
  readonly in: Json | undefined;
  readonly name: string | undefined;
}

/** The items of a list of parameters that are objects. */
export function listParameters(
  list: Json | undefined,
  place: Place,
  source: SwaggerSource,
): readonly ListedParameter[] {
  if (!isArray(list)) return [];
  return list.flatMap((item, index) => (isObject(item) ? [listed(item, index, at(place, index), source)] : []));
}

function listed(item: JsonObject, index: number, place: Place, source: SwaggerSource): ListedParameter {
  const { object, place: end } = followReferences(item, place, source);
  const name = member(object, 'name');
  return {
    item,
    index,
    place,
    object,
    source: end,
    in: member(object, 'in'),
    name: typeof name === 'string' ? name : undefined,
  };
}

const maxLinks = 100;

/** The object at the end of a chain of references; the last one found when the chain is broken. */
export function followReferences(
  object: JsonObject,
  place: Place,
  { finder }: Pick<SwaggerSource, 'finder'>,
): { readonly object: JsonObject; readonly place: Place } {
  let current = { object, place };
  for (let links = 0; links < maxLinks; links += 1) {
    const reference = member(current.object, '$ref');
    const target = typeof reference === 'string' ? finder.find(reference, current.place) : undefined;
    if (target?.kind !== 'found' || !isObject(target.value)) return current;
    current = { object: target.value, place: placeOfPointer(target.pointer) };
  }
  return current;
}
