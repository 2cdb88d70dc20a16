import { isObject, type JsonObject } from '@connectory/json';
import { emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import type { SwaggerSource } from './swagger-source.ts';

/** Members of a parameter, header or form field that are keywords of a schema in OpenAPI 3. */
const keywords: ReadonlySet<string> = new Set([
  'type',
  'format',
  'items',
  'default',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'enum',
  'multipleOf',
  // Not of the specification, and written by real documents.
  'properties',
  'additionalProperties',
  'minProperties',
  'maxProperties',
  'allOf',
  'anyOf',
  'oneOf',
]);

/** `x-nullable` belongs to the type beside it. */
export function isSchemaKeyword(name: string, object: JsonObject): boolean {
  if (name !== 'x-nullable') return keywords.has(name);
  return typeof member(object, name) === 'boolean' && member(object, 'type') !== undefined;
}

/** The schema that the members of a parameter, header or form field form together; undefined when it has none of them. */
export function valueSchema(object: JsonObject, place: Place, source: SwaggerSource): JsonObject | undefined {
  const schema = emptyObject();
  let any = false;
  for (const key of Object.keys(object)) {
    if (!isSchemaKeyword(key, object)) continue;
    schema[key] = object[key] ?? null;
    any = true;
  }
  copySpellings(object, schema);
  return any ? source.places.add(withFile(schema), place) : undefined;
}

/** A copy of a schema that stands at `schema`, of which the place is known however often the same schema occurs. */
export function copySchema(object: JsonObject, place: Place, source: SwaggerSource): JsonObject | boolean | undefined {
  const schema = member(object, 'schema');
  if (typeof schema === 'boolean') return schema;
  if (!isObject(schema)) return undefined;
  const copy = Object.assign(emptyObject(), schema);
  copySpellings(schema, copy);
  return source.places.add(withFile(copy), at(place, 'schema'));
}

/** `type: file` is a binary string in OpenAPI 3. */
function withFile(schema: { [key: string]: JsonObject[string] }): JsonObject {
  if (schema['type'] !== 'file') return schema;
  schema['type'] = 'string';
  schema['format'] ??= 'binary';
  return schema;
}

export function isFile(object: JsonObject): boolean {
  return member(object, 'type') === 'file';
}
