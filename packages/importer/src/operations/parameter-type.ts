import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import type { ScalarType } from '../model/connector-model.ts';
import { at, type Place } from '../place/place.ts';
import type { Target } from '../references/find-target.ts';
import type { References } from '../references/references.ts';
import {
  anyType,
  hasType,
  intersection,
  isKnown,
  noTypes,
  onlyType,
  type Types,
  typeOf,
  union,
  unvisited,
  without,
} from './type-sets.ts';

/** `scalar`: the schema allows one scalar type. `unknown`: it states no type. `none`: it allows no value but null. `other`: anything else. */
export type ParameterType =
  | { readonly kind: 'scalar'; readonly type: ScalarType }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'none' }
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
  const types = typesOf(schema, place, { references, is30, targets: new Set(), visits: 0 });
  if (!isKnown(types)) return { kind: 'unknown' };
  if (types === noTypes) return { kind: 'none' };
  // `integer` is included in `number`.
  const only = onlyType(hasType(types, 'number') ? without(types, 'integer') : types);
  return only === undefined || only === 'other' ? { kind: 'other' } : { kind: 'scalar', type: only };
}

interface Walk {
  readonly references: References;
  readonly is30: boolean;
  /** The targets of the references that are being followed. */
  readonly targets: Set<Json>;
  visits: number;
}

/** The types that a schema allows, `null` left out. */
function typesOf(schema: Json | undefined, place: Place, walk: Walk): Types {
  walk.visits += 1;
  if (walk.visits > maxVisits) return unvisited;
  if (schema === false) return noTypes;
  if (!isObject(schema)) return anyType;
  const reference = member(schema, '$ref');
  const target = typeof reference === 'string' ? typesOfTarget(reference, place, walk) : anyType;
  if (walk.is30 && typeof reference === 'string') return target;
  const own = meetValues(declaredTypes(member(schema, 'type')), valueTypes(schema));
  const found = meetBranches(intersection(target, own), schema, place, walk);
  return found === anyType && hasStructure(schema) ? typeOf('other') : found;
}

function typesOfTarget(reference: string, place: Place, walk: Walk): Types {
  const target = walk.references.find(reference, place);
  if (target.kind !== 'found') return anyType;
  if (walk.targets.has(target.value)) return unvisited;
  return walk.targets.size === 0 ? firstTargetTypes(target, walk) : visitTarget(target, walk);
}

type FoundTarget = Extract<Target, { readonly kind: 'found' }>;

function visitTarget(target: FoundTarget, walk: Walk): Types {
  walk.targets.add(target.value);
  const types = typesOf(target.value, target.place, walk);
  walk.targets.delete(target.value);
  return types;
}

interface KnownTypes {
  readonly types: Types;
  /** The number of visits after it. */
  readonly visits: number;
}

/** By target and the number of visits before it: without further targets above, they decide what is found. */
const knownTypes = new WeakMap<Target, Map<number, KnownTypes>>();

/** Many parameters refer to the same schema, which is visited once. */
function firstTargetTypes(target: FoundTarget, walk: Walk): Types {
  const ofTarget = knownTypes.get(target) ?? new Map<number, KnownTypes>();
  knownTypes.set(target, ofTarget);
  const before = walk.visits;
  const known = ofTarget.get(before) ?? { types: visitTarget(target, walk), visits: walk.visits };
  ofTarget.set(before, known);
  walk.visits = known.visits;
  return known.types;
}

const scalars: ReadonlyMap<Json, ScalarType> = new Map<Json, ScalarType>([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'integer'],
  ['boolean', 'boolean'],
]);

function declaredTypes(type: Json | undefined): Types {
  if (type === undefined) return anyType;
  if (!isArray(type)) return declaredType(type);
  const known = type.map(declaredType).filter((types) => types !== anyType);
  // A list without a type is refused.
  return known.length === 0 ? anyType : known.reduce((left, right) => left | right, noTypes);
}

/** A name that is no type says nothing. */
function declaredType(name: Json): Types {
  if (name === 'null' || name === null) return noTypes;
  if (name === 'array' || name === 'object') return typeOf('other');
  const scalar = scalars.get(name);
  return scalar === undefined ? anyType : typeOf(scalar);
}

function valueTypes(schema: JsonObject): Types {
  const values = Object.hasOwn(schema, 'const') ? [schema['const'] ?? null] : member(schema, 'enum');
  if (!isArray(values) || values.length === 0) return anyType;
  if (values.length < manyValues) return typesOfValues(values);
  const types = knownValueTypes.get(values) ?? typesOfValues(values);
  knownValueTypes.set(values, types);
  return types;
}

/** Number of values from which their types are remembered. */
const manyValues = 100;
const knownValueTypes = new WeakMap<readonly Json[], Types>();

function typesOfValues(values: readonly Json[]): Types {
  return values.reduce((types: Types, value) => types | typeOfValue(value), noTypes);
}

function typeOfValue(value: Json): Types {
  switch (typeof value) {
    case 'string':
      return typeOf('string');
    case 'boolean':
      return typeOf('boolean');
    case 'number':
      return typeOf(Number.isInteger(value) ? 'integer' : 'number');
    default:
      return value === null ? noTypes : typeOf('other');
  }
}

/** The declared types that some value has. Where none has, the values contradict the type, which is kept. */
function meetValues(declared: Types, values: Types): Types {
  if (!isKnown(declared)) return values;
  if (!isKnown(values)) return declared;
  const ofNumber = hasType(declared, 'number') && hasType(values, 'integer') ? typeOf('number') : noTypes;
  const met = (declared & values) | ofNumber;
  return met === noTypes ? declared : met;
}

/** Whether keywords of objects or arrays say that the schema is meant for these. */
function hasStructure(schema: JsonObject): boolean {
  return Object.hasOwn(schema, 'properties') || Object.hasOwn(schema, 'items');
}

/** Narrows types by each union, and by each branch of `allOf`: all of them hold. */
function meetBranches(types: Types, schema: JsonObject, place: Place, walk: Walk): Types {
  let met = types;
  for (const keyword of unions) {
    const branches = member(schema, keyword);
    if (isArray(branches) && branches.length > 0)
      met = intersection(met, typesOfBranches(branches, keyword, place, walk).reduce(union));
  }
  const all = member(schema, 'allOf');
  return isArray(all) ? typesOfBranches(all, 'allOf', place, walk).reduce(intersection, met) : met;
}

const unions = ['oneOf', 'anyOf'] as const;

function typesOfBranches(branches: readonly Json[], keyword: string, place: Place, walk: Walk): readonly Types[] {
  // One that is not visited says the same as all of them.
  const visited = branches.slice(0, Math.max(0, maxVisits - walk.visits) + 1);
  return visited.map((branch, index) => typesOf(branch, at(place, keyword, index), walk));
}
