import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import type { ScalarType } from '../model/connector-model.ts';
import { at, type Place, placeOfPointer } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { intersection, type TypeName, type Types, union } from './type-sets.ts';

/** `scalar`: the schema allows one scalar type. `unknown`: it states no type. `other`: it allows anything else. */
export type ParameterType =
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'other' };

/** Maximum number of schemas visited for one parameter: fans of references multiply. */
const maxVisits = 1000;

/**
 * Finds the scalar type of a parameter's schema. Keywords of a schema, `allOf`, and a reference with its siblings are met; the
 * branches of unions are joined.
 * @param is30 whether members beside a `$ref` have no effect.
 */
export function parameterType(
  schema: Json | undefined,
  place: Place,
  references: References,
  is30: boolean,
): ParameterType {
  const types = typesOf(schema, place, { references, is30, seen: new Set(), visits: 0 });
  if (typeof types === 'string' || types.size === 0) return { kind: 'unknown' };
  // `integer` is included in `number`.
  const names = [...types].filter((name) => name !== 'integer' || !types.has('number'));
  const [only] = names;
  return names.length === 1 && only !== undefined && only !== 'other'
    ? { kind: 'scalar', type: only }
    : { kind: 'other' };
}

interface Walk {
  readonly references: References;
  readonly is30: boolean;
  readonly seen: Set<string>;
  visits: number;
}

/** The types that a schema allows, `null` left out. */
function typesOf(schema: Json | undefined, place: Place, walk: Walk): Types {
  walk.visits += 1;
  if (walk.visits > maxVisits) return 'unvisited';
  if (schema === false) return new Set();
  if (!isObject(schema)) return 'any';
  const reference = member(schema, '$ref');
  const target = typeof reference === 'string' ? typesOfTarget(reference, place, walk) : 'any';
  if (walk.is30 && typeof reference === 'string') return target;
  const own = meetValues(declaredTypes(member(schema, 'type')), valueTypes(schema));
  const found = [target, own, ...branchTypes(schema, place, walk)].reduce(intersection);
  return found === 'any' && hasStructure(schema) ? new Set(['other']) : found;
}

function typesOfTarget(reference: string, place: Place, walk: Walk): Types {
  const target = walk.references.find(reference, place);
  if (target.kind !== 'found') return 'any';
  if (walk.seen.has(target.pointer)) return 'unvisited';
  walk.seen.add(target.pointer);
  const types = typesOf(target.value, placeOfPointer(target.pointer), walk);
  walk.seen.delete(target.pointer);
  return types;
}

const scalars: ReadonlyMap<Json, ScalarType> = new Map<Json, ScalarType>([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
]);

function declaredTypes(type: Json | undefined): Types {
  if (type === undefined) return 'any';
  const list = isArray(type) ? type : [type];
  return new Set(list.filter((name) => name !== 'null').map((name) => scalars.get(name) ?? 'other'));
}

function valueTypes(schema: JsonObject): Types {
  const values = Object.hasOwn(schema, 'const') ? [schema['const'] ?? null] : member(schema, 'enum');
  if (!isArray(values) || values.length === 0) return 'any';
  return new Set(values.filter((value) => value !== null).map(typeOfValue));
}

function typeOfValue(value: Json): TypeName {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return Number.isInteger(value) ? 'integer' : 'number';
    default:
      return 'other';
  }
}

/** The declared types that some value has. Where none has, the values contradict the type, which is kept. */
function meetValues(declared: Types, values: Types): Types {
  if (typeof declared === 'string') return values;
  if (typeof values === 'string') return declared;
  const met = [...declared].filter((name) => values.has(name) || (name === 'number' && values.has('integer')));
  return met.length === 0 ? declared : new Set(met);
}

/** Whether keywords of objects or arrays say that the schema is meant for these. */
function hasStructure(schema: JsonObject): boolean {
  return Object.hasOwn(schema, 'properties') || Object.hasOwn(schema, 'items');
}

/** The types of each union, and of each branch of `allOf`: all of them hold. */
function branchTypes(schema: JsonObject, place: Place, walk: Walk): readonly Types[] {
  const typesOfBranches = (keyword: string): readonly Types[] => {
    const list = member(schema, keyword);
    return isArray(list) ? list.map((branch, index) => typesOf(branch, at(place, keyword, index), walk)) : [];
  };
  const unions = ['oneOf', 'anyOf'].map(typesOfBranches).filter((branches) => branches.length > 0);
  return [...unions.map((branches) => branches.reduce(union)), ...typesOfBranches('allOf')];
}
