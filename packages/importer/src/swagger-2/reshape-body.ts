import { isObject, type Json, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import type { Place } from '../place/place.ts';
import { swagger2SchemaMisplaced } from '../rules/swagger2-schema-misplaced.ts';
import { bytes, json } from './media-types.ts';
import { withAsides, withoutMembers } from './shape-places.ts';
import type { SwaggerSource } from './swagger-source.ts';
import { copySchema, isFile, isSchemaKeyword, valueSchema } from './value-schema.ts';

const withoutContent = withoutMembers({ content: 2 });

/** Names under which members of a body parameter are set aside in its request body. `name` is documentation only. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['name', 'body-name'],
  ['collectionFormat', 'collectionFormat'],
]);

/**
 * A parameter in the body as the request body of OpenAPI 3.
 * @param consumes the media types of the operation. @param place of the parameter.
 */
export function reshapeBody(
  object: JsonObject,
  place: Place,
  consumes: readonly string[],
  source: SwaggerSource,
): JsonObject {
  if (typeof member(object, '$ref') === 'string') return source.places.add(Object.assign(emptyObject(), object), place);
  const own = copySchema(object, place, source);
  const schema = own ?? valueSchema(object, place, source);
  const shaped = emptyObject();
  for (const key of Object.keys(object)) {
    if (key === 'in' || key === 'schema' || (own === undefined && isSchemaKeyword(key, object))) continue;
    const isAside = isSchemaKeyword(key, object) || key === 'content';
    const aside = isAside ? key : otherNames.get(key);
    const name = aside === undefined ? key : asideName(object, aside);
    shaped[name] = object[key] ?? null;
  }
  const types = consumes.length > 0 ? consumes : [isFile(object) ? bytes : json];
  shaped['content'] = contentOf(types, schema, source);
  if (own === undefined && schema !== undefined)
    source.notes.add(shaped, { rule: swagger2SchemaMisplaced, place, remark: 'a body needs "schema"' });
  copySpellings(object, shaped);
  return source.places.add(shaped, place, withAsides(object, withoutContent));
}

/** The same schema for each media type. */
function contentOf(mediaTypes: readonly string[], schema: Json | undefined, { budget }: SwaggerSource): JsonObject {
  budget.spendBodies(mediaTypes.length);
  const content = emptyObject();
  for (const mediaType of mediaTypes) content[mediaType] = schema === undefined ? {} : { schema };
  return content;
}

/** Media types of the content of a reshaped body or response. */
export function contentTypes(shaped: JsonObject | undefined): readonly string[] {
  const content = shaped === undefined ? undefined : member(shaped, 'content');
  return isObject(content) ? Object.keys(content) : [];
}
