import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, type Place } from '../place/place.ts';
import { isOfType, isTypeName } from './scalar-values.ts';
import type { SchemaContext } from './schema-context.ts';
import type { SchemaOf } from './spell-instance.ts';

/** Where schemas are looked up, and in which dialect. */
export type TypeSource = Pick<SchemaContext, 'references' | 'is30' | 'is20'>;

/** Schemas that are looked at for one value: fans of references multiply. */
const maxVisits = 50;

/** Names of types; undefined where a schema states none. */
type Types = ReadonlySet<string> | undefined;

/**
 * The types that a value may have under all of some schemas, through `$ref`, `allOf` and unions.
 * @returns undefined when they state none, or contradict each other.
 */
export function allowedTypes(schemas: readonly SchemaOf[], source: TypeSource): Types {
  const walk = { source, active: new Set<object>(), visits: 0 };
  const types = schemas.map((schema) => typesOf(schema, walk)).reduce<Types>(meet, undefined);
  return types?.size === 0 ? undefined : types;
}

/** Whether a value has one of the types. */
export function hasAllowedType(value: Json, types: ReadonlySet<string>): boolean {
  for (const type of types) if (isOfType(value, type)) return true;
  return false;
}

/** The schemas that hold for an instance of a schema beside their own unions: it, the target of its `$ref`, and its `allOf`. */
export function conjunctsOf(schemas: readonly SchemaOf[], source: TypeSource): readonly SchemaOf[] {
  const all = [...schemas];
  const seen = new Set<Json | undefined>(schemas.map(({ value }) => value));
  // Grows while it is walked.
  for (const schema of all) {
    for (const one of isObject(schema.value) ? nextConjuncts(schema.value, schema.place, source) : []) {
      if (seen.has(one.value) || all.length >= maxVisits) continue;
      seen.add(one.value);
      all.push(one);
    }
  }
  return source.is30 ? all.filter(({ value }) => !isObject(value) || !isReference(value)) : all;
}

function nextConjuncts(schema: JsonObject, place: Place, source: TypeSource): readonly SchemaOf[] {
  const target = targetOf(schema, place, source);
  const found = target === undefined ? [] : [target];
  const branches = member(schema, 'allOf');
  if (!isArray(branches) || (source.is30 && isReference(schema))) return found;
  return [...found, ...branchesOf(schema, 'allOf', place)];
}

function isReference(schema: JsonObject): boolean {
  return typeof member(schema, '$ref') === 'string';
}

function targetOf(schema: JsonObject, place: Place, { references }: TypeSource): SchemaOf | undefined {
  const reference = member(schema, '$ref');
  const target = typeof reference === 'string' ? references.find(reference, place) : undefined;
  return target?.kind === 'found' ? target : undefined;
}

interface Walk {
  /** A context may be an object with getters, which a copy would lose. */
  readonly source: TypeSource;
  /** The schemas around the one that is looked at. */
  readonly active: Set<object>;
  visits: number;
}

function typesOf({ value: schema, place }: SchemaOf, walk: Walk): Types {
  walk.visits += 1;
  if (!isObject(schema) || walk.visits > maxVisits || walk.active.has(schema)) return undefined;
  walk.active.add(schema);
  const types = typesWithin(schema, place, walk);
  walk.active.delete(schema);
  return types;
}

function typesWithin(schema: JsonObject, place: Place, walk: Walk): Types {
  const target = targetOf(schema, place, walk.source);
  const ofTarget = target === undefined ? undefined : typesOf(target, walk);
  if (walk.source.is30 && isReference(schema)) return ofTarget;
  let types = meet(ofTarget, declaredTypes(schema, walk.source));
  for (const branch of branchesOf(schema, 'allOf', place)) types = meet(types, typesOf(branch, walk));
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = branchesOf(schema, keyword, place).map((branch) => typesOf(branch, walk));
    if (branches.length > 0) types = meet(types, branches.reduce(join));
  }
  return types;
}

function branchesOf(schema: JsonObject, keyword: string, place: Place): readonly SchemaOf[] {
  const branches = member(schema, keyword);
  if (!isArray(branches)) return [];
  // Many values may be held against the same schema: one branch more than can be visited says that not all are.
  return branches.slice(0, maxVisits + 1).map((value, index) => ({ value, place: at(place, keyword, index) }));
}

/** A `type` with a name that is none says nothing: it is reported where it stands. */
function declaredTypes(schema: JsonObject, { is30, is20 }: TypeSource): Types {
  const type = member(schema, 'type');
  if (type === undefined) return undefined;
  const list = isArray(type) ? type : [type];
  const names = list.filter(isTypeName);
  if (names.length === 0 || names.length < list.length) return undefined;
  const isNullable = is30 && member(schema, is20 ? 'x-nullable' : 'nullable') === true;
  return new Set(isNullable ? [...names, 'null'] : names);
}

function meet(left: Types, right: Types): Types {
  if (left === undefined || right === undefined) return left ?? right;
  const met = [...left].filter((type) => right.has(type));
  // An integer is a number.
  if (
    !met.includes('integer') &&
    ((left.has('integer') && right.has('number')) || (left.has('number') && right.has('integer')))
  )
    return new Set([...met, 'integer']);
  return new Set(met);
}

function join(left: Types, right: Types): Types {
  return left === undefined || right === undefined ? undefined : new Set([...left, ...right]);
}
