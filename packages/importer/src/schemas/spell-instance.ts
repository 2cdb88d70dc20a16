import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { holdsSpelling, spellingOf } from '../json/spellings.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import { at, type Place } from '../place/place.ts';
import type { References } from '../references/references.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import { isOfType, scalarTypeOf } from './scalar-values.ts';

/** A schema that an instance is held against, and its place, from which its references lead. */
export interface SchemaOf {
  readonly value: Json | undefined;
  readonly place: Place;
}

export interface SpellingSource {
  readonly references: Pick<References, 'find'>;
  readonly messages: MessageCollector;
}

/** Schemas that are looked at for one value. */
const maxSchemas = 100;

/** Levels of an instance that are looked into. */
const maxLevels = 50;

/**
 * An instance in which the scalars of strings are as they were spelt: `{ v: 1.10 }` of unquoted YAML becomes `{ v: "1.10" }` where
 * `v` is a string, and is reported. Costs nothing for a value in which nothing was spelt otherwise.
 * @param place of the value. @returns the value itself when nothing changes.
 */
export function spellInstance(value: Json, schemas: readonly SchemaOf[], place: Place, source: SpellingSource): Json {
  return spellHeld(value, schemas, place, source, 0);
}

function spellHeld(
  value: Json,
  schemas: readonly SchemaOf[],
  place: Place,
  source: SpellingSource,
  level: number,
): Json {
  if (!holdsSpelling(value) || typeof value !== 'object' || value === null || level > maxLevels) return value;
  const known = withParts(schemas, source);
  const entries = isArray(value) ? [...value.entries()] : Object.entries(value);
  const schemasOfItem = schemasOfItems(known);
  let isChanged = false;
  const spelt = entries.map(([key, item]): readonly [string, Json] => {
    const ofItem = schemasOfItem(key);
    const here = at(place, key);
    const changed =
      typeof item === 'object' && item !== null
        ? spellHeld(item, ofItem, here, source, level + 1)
        : spellScalar({ container: value, key, value: item }, ofItem, here, source);
    isChanged ||= changed !== item;
    return [String(key), changed];
  });
  if (!isChanged) return value;
  return isArray(value) ? spelt.map(([, item]) => item) : Object.fromEntries(spelt);
}

/** A scalar in a container. */
export interface HeldScalar {
  readonly container: object;
  readonly key: string | number;
  readonly value: Json;
}

/** A scalar as it was spelt, where it is no value of its schemas, and one of them wants a string. */
export function spellScalar(
  { container, key, value }: HeldScalar,
  schemas: readonly SchemaOf[],
  place: Place,
  source: SpellingSource,
): Json {
  const spelling = spellingOf(container, key);
  if (spelling === undefined || value === null || !wantsText(value, typesOf(schemas, source))) return value;
  source.messages.report(valueNotText, place, `read as ${JSON.stringify(spelling)}`);
  return spelling;
}

interface StatedTypes {
  readonly names: readonly string[];
  /** Whether one of the schemas allows strings only, and perhaps null. */
  readonly hasText: boolean;
}

/** By list of schemas: the items of a list have the same one. */
const knownTypes = new WeakMap<readonly SchemaOf[], StatedTypes>();

function typesOf(schemas: readonly SchemaOf[], source: SpellingSource): StatedTypes {
  const known = knownTypes.get(schemas);
  if (known !== undefined) return known;
  const types = withParts(schemas, source).flatMap(({ value }) =>
    isObject(value) ? [member(value, 'type') ?? []] : [],
  );
  const names = new Set(
    types.flatMap((type) => (isArray(type) ? type : [type])).filter((name) => typeof name === 'string'),
  );
  const stated = { names: [...names], hasText: types.some((type) => scalarTypeOf(type) === 'string') };
  knownTypes.set(schemas, stated);
  return stated;
}

function wantsText(value: Json, { names, hasText }: StatedTypes): boolean {
  return hasText && !names.some((name) => isOfType(value, name));
}

const combinators = ['allOf', 'anyOf', 'oneOf'] as const;

/** Schemas with those that they refer to or combine. */
function withParts(schemas: readonly SchemaOf[], { references }: SpellingSource): readonly SchemaOf[] {
  const all = [...schemas];
  const seen = new Set<Json | undefined>(schemas.map(({ value }) => value));
  const add = (value: Json | undefined, place: Place): void => {
    if (!isObject(value) || seen.has(value) || all.length >= maxSchemas) return;
    seen.add(value);
    all.push({ value, place });
  };
  // Grows while it is walked.
  for (const { value, place } of all) {
    if (!isObject(value)) continue;
    const reference = member(value, '$ref');
    const target = typeof reference === 'string' ? references.find(reference, place) : undefined;
    if (target?.kind === 'found') add(target.value, target.place);
    for (const keyword of combinators) {
      const branches = member(value, keyword);
      if (isArray(branches))
        branches.slice(0, maxSchemas).forEach((branch, index) => add(branch, at(place, keyword, index)));
    }
  }
  return all;
}

/**
 * Gives the schemas of members or items of an instance of several schemas. Items have the same list behind the longest tuple, so that what is
 * found about it is found once.
 */
export function schemasOfItems(schemas: readonly SchemaOf[]): (key: string | number) => readonly SchemaOf[] {
  const longest = schemas.reduce((length, { value }) => Math.max(length, tupleLength(value)), 0);
  const find = (key: string | number): readonly SchemaOf[] => schemas.flatMap((schema) => schemasOf(key, schema));
  let rest: readonly SchemaOf[] | undefined;
  return (key) => (typeof key === 'number' && key >= longest ? (rest ??= find(key)) : find(key));
}

function tupleLength(schema: Json | undefined): number {
  if (!isObject(schema)) return 0;
  const lengths = ['prefixItems', 'items'].map((keyword) => member(schema, keyword));
  return lengths.reduce((length: number, tuple) => Math.max(length, isArray(tuple) ? tuple.length : 0), 0);
}

/** The schemas of a member or item of an instance of a schema. */
export function schemasOf(key: string | number, { value: schema, place }: SchemaOf): readonly SchemaOf[] {
  if (!isObject(schema)) return [];
  if (typeof key === 'number') return itemSchemas(key, schema, place);
  const properties = member(schema, 'properties');
  const own = isObject(properties) ? member(properties, key) : undefined;
  if (own !== undefined) return [{ value: own, place: at(place, 'properties', key) }];
  // A pattern may be that of the name.
  return isObject(member(schema, 'patternProperties')) ? [] : memberSchema('additionalProperties', schema, place);
}

function itemSchemas(index: number, schema: JsonObject, place: Place): readonly SchemaOf[] {
  // A list of `items` is a tuple, as `prefixItems` is since 3.1.
  for (const keyword of ['prefixItems', 'items']) {
    const tuple = member(schema, keyword);
    if (isArray(tuple) && index < tuple.length) return [{ value: tuple[index], place: at(place, keyword, index) }];
  }
  return memberSchema(isArray(member(schema, 'items')) ? 'additionalItems' : 'items', schema, place);
}

function memberSchema(keyword: string, schema: JsonObject, place: Place): readonly SchemaOf[] {
  const value = member(schema, keyword);
  return value === undefined ? [] : [{ value, place: at(place, keyword) }];
}
