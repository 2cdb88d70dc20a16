import type { Json, JsonObject } from '@connectory/json';
import { emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import type { Place } from '../place/place.ts';
import { listFormat } from './collection-format.ts';
import type { ListedParameter } from './list-parameters.ts';
import { formMediaTypes } from './media-types.ts';
import type { SwaggerSource } from './swagger-source.ts';
import { isFile, valueSchema } from './value-schema.ts';

/** Members of a field that are no part of its schema. */
const besides: ReadonlySet<string> = new Set(['name', 'in', 'required', 'collectionFormat']);

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
  for (const { name = '', object, source: fieldPlace } of fields) {
    properties[name] = fieldSchema(object, fieldPlace, source);
    const format = listFormat(member(object, 'collectionFormat'), member(object, 'type'), 'formData');
    if (Object.keys(format).length > 0) encoding[name] = format;
    if (member(object, 'required') === true) required.push(name);
  }
  const schema: JsonObject = { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
  source.places.add(schema, place, (tokens) => tokens.slice(0, 0));
  const content = emptyObject();
  const media: Json = { schema, ...(Object.keys(encoding).length === 0 ? {} : { encoding }) };
  const hasFile = fields.some(({ object }) => isFile(object));
  for (const mediaType of formMediaTypes(consumes, hasFile)) content[mediaType] = media;
  const shaped = { ...(required.length === 0 ? {} : { required: true }), content };
  return source.places.add(shaped, place, (tokens) => tokens.slice(0, 0));
}

function fieldSchema(object: JsonObject, place: Place, source: SwaggerSource): JsonObject {
  const keywords = valueSchema(object, place, source) ?? {};
  const schema = emptyObject();
  for (const key of Object.keys(object)) if (!besides.has(key)) schema[key] = keywords[key] ?? object[key] ?? null;
  copySpellings(object, schema);
  return source.places.add(Object.assign(schema, keywords), place);
}
