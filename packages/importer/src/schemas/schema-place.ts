import { isArray, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { capitalise } from '../names/names.ts';
import { fileOf, type Place } from '../place/place.ts';

/** Keywords that hold schemas and keep their place in a translation, by the form of their value. */
const holders: ReadonlyMap<string, 'schema' | 'map' | 'list'> = new Map([
  ['additionalProperties', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['unevaluatedItems', 'schema'],
  ['items', 'schema'],
  ['contains', 'schema'],
  ['propertyNames', 'schema'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['properties', 'map'],
  ['$defs', 'map'],
  ['definitions', 'map'],
  ['dependentSchemas', 'map'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['prefixItems', 'list'],
]);

const plainMaps: ReadonlySet<string> = new Set(['properties', 'definitions']);

/**
 * Whether tokens lead from a schema to a subschema that has the same place in the served file: only through keywords
 * that hold schemas, and through no reference.
 */
export function isSchemaPlace(schema: Json | undefined, tokens: readonly string[]): boolean {
  let value = schema;
  let index = 0;
  while (index < tokens.length) {
    if (!isObject(value) || member(value, '$ref') !== undefined) return false;
    const keyword = tokens[index] ?? '';
    const holder = holders.get(keyword);
    const held: Json | undefined = member(value, keyword);
    if (holder === undefined || held === undefined) return false;
    // Both keywords become `true` when a pattern is dropped.
    if (keyword.endsWith('Properties') && member(value, 'patternProperties') !== undefined) return false;
    // Validators (ajv 8) that resolve a pointer through a map with an `$id` entry take the map for a schema, except
    // under `properties` and `definitions`.
    if (holder === 'map' && !plainMaps.has(keyword) && isObject(held) && Object.hasOwn(held, '$id')) return false;
    const step: Json | undefined = holder === 'schema' ? held : stepInto(held, holder, tokens[index + 1]);
    if (step === undefined) return false;
    value = step;
    index += holder === 'schema' ? 1 : 2;
  }
  return isObject(value) || typeof value === 'boolean';
}

function stepInto(held: Json, holder: 'map' | 'list', token: string | undefined): Json | undefined {
  if (token === undefined) return undefined;
  if (holder === 'list') return isArray(held) ? held[Number(token)] : undefined;
  return isObject(held) ? member(held, token) : undefined;
}

/** Tokens that are left out of names. */
const silent: ReadonlySet<string> = new Set([
  'components',
  'paths',
  'content',
  'schema',
  'schemas',
  'properties',
  'responses',
  'definitions',
  '$defs',
  'requestBodies',
]);

/**
 * The name of the definition of a referenced place: `/components/responses/NotFound/content/…/schema` gives
 * `NotFound`.
 */
export function nameOfPlace(place: Place): string {
  const file = fileOf(place);
  if (file !== '' && isSilent(place.parent)) return ownName(place, file);
  return wordsOf(place) || 'Schema';
}

/** Whether names leave out all tokens up to a place. */
function isSilent(place: Place | undefined): boolean {
  for (let here = place; here?.parent !== undefined; here = here.parent)
    if (!silent.has(String(here.token))) return false;
  return true;
}

function ownName({ parent, token }: Place, file: string): string {
  return parent === undefined ? file.replace(/^.*\//, '').replace(/\.[^.]*$/, '') : String(token);
}

/** The words of the places above other places. Many schemas stand below a path, which may be long. */
const knownWords = new WeakMap<Place, string>();

function wordsOf({ parent, token }: Place): string {
  if (parent === undefined) return '';
  const above = knownWords.get(parent) ?? wordsOf(parent);
  knownWords.set(parent, above);
  const text = String(token);
  if (silent.has(text) || /^[a-z]+\/[^/]+$/.test(text)) return above;
  return (
    above +
    text
      .split(/[^a-zA-Z0-9_]+/)
      .map(capitalise)
      .join('')
  );
}
