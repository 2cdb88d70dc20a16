import { isObject, type Json, type JsonObject } from '@connectory/json';
import { asBoolean } from '../json/booleans.ts';
import { asideName, emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import { valueNotBoolean } from '../rules/value-not-boolean.ts';
import { listFormat } from './collection-format.ts';
import type { ListedParameter } from './list-parameters.ts';
import { formMediaTypes } from './media-types.ts';
import { noteMisplacedSchema } from './reshape-parameter.ts';
import type { SwaggerSource } from './swagger-source.ts';
import { copySchema, isFile, isSchemaKeyword, valueSchema } from './value-schema.ts';

/** Members of a field that are no part of its schema. */
const besides: ReadonlySet<string> = new Set(['name', 'in', 'collectionFormat']);

/** A `required` that is no boolean is kept in the schema. */
function isBeside(key: string, object: JsonObject): boolean {
  return besides.has(key) || (key === 'required' && asBoolean(member(object, key)) !== undefined);
}

/**
 * The fields of a form as the request body of OpenAPI 3: an object with a property for each.
 * @param fields with distinct names. @param place of the form, which no other form has.
 */
export function reshapeForm(
  fields: readonly ListedParameter[],
  place: Place,
  consumes: readonly string[],
  source: SwaggerSource,
): JsonObject {
  const properties = emptyObject();
  const encoding = emptyObject();
  const required: string[] = [];
  for (const { name = '', item, object, source: fieldPlace } of fields) {
    if (item !== object) source.budget.spendRepeated(object);
    const field = fieldSchema(object, fieldPlace, source);
    properties[name] = field;
    const written = member(object, 'collectionFormat');
    const format = listFormat(written, member(written === undefined ? object : field, 'type'), 'formData');
    if (Object.keys(format).length > 0) encoding[name] = format;
    if (asBoolean(member(object, 'required')) === true) required.push(name);
  }
  const schema: JsonObject = { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
  source.places.add(schema, place, (tokens) => tokens.slice(0, 0));
  const content = emptyObject();
  const media: Json = { schema, ...(Object.keys(encoding).length === 0 ? {} : { encoding }) };
  const hasFile = fields.some(({ object, name = '' }) => isFile(object) || isBinary(properties[name]));
  const mediaTypes = formMediaTypes(consumes, hasFile);
  source.budget.spendBodies(mediaTypes.length);
  for (const mediaType of mediaTypes) content[mediaType] = media;
  const shaped = { ...(required.length === 0 ? {} : { required: true }), content };
  for (const { object, source: fieldPlace } of fields) {
    noteMisplacedSchema(shaped, object, fieldPlace, source);
    noteRequired(shaped, object, fieldPlace, source);
  }
  return source.places.add(shaped, place, (tokens) => tokens.slice(0, 0));
}

function noteRequired(shaped: JsonObject, object: JsonObject, place: Place, { notes, places }: SwaggerSource): void {
  const written = member(object, 'required');
  const read = typeof written === 'string' ? asBoolean(written) : undefined;
  if (read !== undefined)
    notes.add(shaped, { rule: valueNotBoolean, place: places.keep(at(place, 'required')), remark: `read as ${read}` });
}

function isBinary(schema: Json | undefined): boolean {
  return isObject(schema) && member(schema, 'type') === 'string' && member(schema, 'format') === 'binary';
}

function fieldSchema(object: JsonObject, place: Place, source: SwaggerSource): JsonObject {
  const own = ownSchema(object, place, source);
  if (own !== undefined) return withAnnotations(own, object, place, source);
  const keywords = valueSchema(object, place, source) ?? {};
  const schema = emptyObject();
  for (const key of Object.keys(object)) {
    if (isBeside(key, object)) continue;
    schema[key === 'schema' || key === 'required' ? asideName(object, key) : key] =
      member(keywords, key) ?? object[key] ?? null;
  }
  copySpellings(object, schema);
  return source.places.add(Object.assign(schema, keywords), place);
}

/** The schema of a field that states none of its own keywords, as OpenAPI 3 has it. */
function ownSchema(object: JsonObject, place: Place, source: SwaggerSource): JsonObject | undefined {
  const schema = member(object, 'type') === undefined ? copySchema(object, place, source) : undefined;
  return isObject(schema) ? schema : undefined;
}

/** The schema of a field with the other members beside it, such as its description. Those of the schema win. */
function withAnnotations(own: JsonObject, object: JsonObject, place: Place, source: SwaggerSource): JsonObject {
  const schema = emptyObject();
  for (const key of Object.keys(object))
    if (key !== 'schema' && !isBeside(key, object))
      schema[
        key === 'required' || isSchemaKeyword(key, object) || Object.hasOwn(own, key) ? asideName(own, key) : key
      ] = object[key] ?? null;
  Object.assign(schema, own);
  copySpellings(own, schema);
  return source.places.add(schema, place, (tokens) =>
    Object.hasOwn(own, tokens[0] ?? '') ? ['schema', ...tokens] : tokens,
  );
}
