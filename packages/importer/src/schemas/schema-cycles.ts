import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place, rootPlace, shortNameOf, shortPointerOf } from '../place/place.ts';
import type { SchemaAt } from './meant-schema.ts';
import { createCycleIndex } from '../references/strong-components.ts';

/** Finds references that make a schema a part of itself for the same instance. Validators recurse on them without end. */
export interface SchemaCycleFinder {
  /**
   * Whether a reference under `allOf` or the like leads back to a schema that it is a part of. Cycles of references alone do not
   * count: no schema is in them.
   * @param place the place of the keyword, `$ref`, `$dynamicRef` or `$recursiveRef`.
   * @param target the schema that the reference leads to.
   */
  closesCycle(place: Place, target: SchemaAt): boolean;
}

/** Returns the schema that a reference at a place leads to once served; undefined when it leads to none. */
type FindSchema = (reference: string, place: Place) => SchemaAt | undefined;

/** In-place applicators (JSON Schema 2020-12 Core, section 10.2), by the form of their value. */
const inPlaceKeywords: ReadonlyMap<string | number, 'schema' | 'list' | 'map'> = new Map<
  string | number,
  'schema' | 'list' | 'map'
>([
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['dependentSchemas', 'map'],
]);

const referenceKeywords = ['$ref', '$dynamicRef', '$recursiveRef'] as const;

/** @param is30 whether members beside a `$ref` have no effect. */
export function createSchemaCycleFinder(find: FindSchema, is30: boolean): SchemaCycleFinder {
  const cycles = createCycleIndex<SchemaAt>(
    ({ pointer }) => shortNameOf(pointer),
    (schema) => linksOf(schema, find, is30),
  );
  return {
    closesCycle: (place, target) => {
      const owners = ownersOf(place);
      // A reference at the top of its schema is part of no other schema.
      if (owners.length < 2) return false;
      const cycle = cycles.cycleOf(target);
      const name = shortNameOf(target.pointer);
      return owners.map(shortPointerOf).some((owner) => owner === name || cycles.knownCycleOf(owner) === cycle);
    },
  };
}

/** The schemas that a reference belongs to: the one that has it, and all that apply that one to the same instance. */
function ownersOf(place: Place): readonly Place[] {
  const owners: Place[] = [];
  let here = place.parent;
  while (here !== undefined) {
    owners.push(here);
    const above: Place | undefined = here.parent;
    if (inPlaceKeywords.get(here.token) === 'schema') here = above;
    else if (above !== undefined && holdsSchemas(above.token)) here = above.parent;
    else return owners;
    if (here === rootPlace) return owners;
  }
  return owners;
}

function holdsSchemas(token: string | number): boolean {
  const form = inPlaceKeywords.get(token);
  return form === 'list' || form === 'map';
}

interface Part {
  readonly value: Json | undefined;
  readonly place: Place;
}

/** The targets of the references that apply to the same instance as the schema itself. */
function linksOf(schema: SchemaAt, find: FindSchema, is30: boolean): readonly SchemaAt[] {
  const links: SchemaAt[] = [];
  const stack: Part[] = [{ value: schema.value, place: schema.place }];
  for (let part = stack.pop(); part !== undefined; part = stack.pop()) {
    const { value, place } = part;
    if (!isObject(value)) continue;
    for (const keyword of referenceKeywords) {
      const reference = member(value, keyword);
      const target = typeof reference === 'string' ? find(reference, at(place, keyword)) : undefined;
      if (target !== undefined) links.push(target);
    }
    if (is30 && typeof member(value, '$ref') === 'string') continue;
    for (const inner of inPlaceParts(value, place)) stack.push(inner);
  }
  return links;
}

function inPlaceParts(schema: JsonObject, place: Place): readonly Part[] {
  return [...inPlaceKeywords].flatMap(([keyword, form]) => {
    const value = member(schema, String(keyword));
    const here = at(place, keyword);
    if (form === 'schema') return [{ value, place: here }];
    if (form === 'list')
      return isArray(value) ? value.map((item, index) => ({ value: item, place: at(here, index) })) : [];
    return isObject(value) ? Object.keys(value).map((key) => ({ value: value[key], place: at(here, key) })) : [];
  });
}
