import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';

/** Members that hold data, in which `$ref` is no reference. */
export const dataMembers: ReadonlySet<string> = new Set([
  'const',
  'default',
  'enum',
  'example',
  'examples',
  'dataValue',
]);

/** Members whose own members have names that a document chooses. */
export const nameMaps: ReadonlySet<string> = new Set([
  '$defs',
  'callbacks',
  'content',
  'definitions',
  'dependentSchemas',
  'encoding',
  'headers',
  'links',
  'parameters',
  'pathItems',
  'paths',
  'patternProperties',
  'properties',
  'requestBodies',
  'responses',
  'schemas',
  'webhooks',
]);

/** `Pet.json`, or a place in it: `Pet.json#/properties/tag`. */
const fileReference = /^([a-zA-Z0-9_-]+)\.json(?=#|$)/;

/** The definition that a reference leads to; undefined for other references. */
export function definitionNameOf(reference: string): string | undefined {
  return fileReference.exec(reference)?.[1];
}

/** Replaces the references in a schema, or in extras. Data stays as it is. */
export function mapReferences(value: Json, map: (reference: string) => string): Json {
  if (isArray(value)) return value.map((item) => mapReferences(item, map));
  if (!isObject(value)) return value;
  return mapMembers(value, (key, member) => mapMember(key, member, map));
}

function mapMember(key: string, member: Json, map: (reference: string) => string): Json {
  if ((key === '$ref' || key === '$dynamicRef') && typeof member === 'string') return map(member);
  if (dataMembers.has(key) || key.startsWith('x-')) return member;
  if (key === 'discriminator' && isObject(member)) return mapDiscriminator(member, map);
  if (nameMaps.has(key) && isObject(member)) return mapMembers(member, (_, inner) => mapReferences(inner, map));
  return mapReferences(member, map);
}

function mapDiscriminator(discriminator: JsonObject, map: (reference: string) => string): Json {
  const mapText = (value: Json): Json => (typeof value === 'string' ? map(value) : value);
  return mapMembers(discriminator, (key, member) => {
    if (key === 'defaultMapping') return mapText(member);
    return key === 'mapping' && isObject(member) ? mapMembers(member, (_, inner) => mapText(inner)) : member;
  });
}

// `fromEntries` also defines a member with the name `__proto__`.
function mapMembers(object: JsonObject, map: (key: string, member: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, map(key, member)]));
}

/** Names of the definitions that a schema or extras refer to, each once. */
export function referencedNames(value: Json): ReadonlySet<string> {
  return namesIn(value, () => true);
}

/** Names of the definitions to whose inner places a schema or extras refer, as `Pet.json#/properties/tag`. */
export function namesOfPlaces(value: Json): ReadonlySet<string> {
  return namesIn(value, (reference) => !/^[^#]*#?$/.test(reference));
}

function namesIn(value: Json, isWanted: (reference: string) => boolean): ReadonlySet<string> {
  const names = new Set<string>();
  mapReferences(value, (reference) => {
    const name = definitionNameOf(reference);
    if (name !== undefined && isWanted(reference)) names.add(name);
    return reference;
  });
  return names;
}

/** For `renameReferences`: gives one definition another name. */
export const replaceName =
  (from: string, to: string) =>
  (name: string): string =>
    name === from ? to : name;

/** Replaces the names of definitions in a schema, in extras, or in an operation, in one pass. */
export function renameReferences<Value extends Json>(value: Value, nameOf: (name: string) => string): Value;
export function renameReferences(value: Json, nameOf: (name: string) => string): Json {
  return mapReferences(value, (reference) => {
    const from = definitionNameOf(reference);
    return from === undefined ? reference : `${nameOf(from)}${reference.slice(from.length)}`;
  });
}
