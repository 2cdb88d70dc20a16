import { isObject, type Json, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import { swagger2SchemaMisplaced } from '../rules/swagger2-schema-misplaced.ts';
import { listFormat } from './collection-format.ts';
import { withAsides, withoutMembers } from './shape-places.ts';
import type { SwaggerSource } from './swagger-source.ts';
import { copySchema, isSchemaKeyword, valueSchema } from './value-schema.ts';

const withoutSchema = withoutMembers({ schema: 1 });

/** A parameter that is no body and no form field, in the shape of OpenAPI 3: its keywords are in `schema`. */
export function reshapeParameter(object: JsonObject, place: Place, source: SwaggerSource): JsonObject {
  const location = member(object, 'in');
  const shaped = reshapeValue(object, place, typeof location === 'string' ? location : 'query', source);
  if (location !== 'body') noteMisplacedSchema(shaped, object, place, source);
  return shaped;
}

/** Notes the schema of a parameter or form field, which states its type otherwise in Swagger 2.0. @param shaped what it became, or became part of. */
export function noteMisplacedSchema(shaped: JsonObject, object: JsonObject, place: Place, source: SwaggerSource): void {
  if (member(object, 'schema') === undefined) return;
  source.notes.add(shaped, {
    rule: swagger2SchemaMisplaced,
    place: source.places.keep(at(place, 'schema')),
    remark: member(object, 'type') === undefined ? 'the schema was used' : 'the type of the parameter was used',
  });
}

/** A response header in the shape of OpenAPI 3. */
export function reshapeHeader(value: Json, place: Place, source: SwaggerSource): Json {
  return isObject(value) ? reshapeValue(value, place, 'header', source) : value;
}

function reshapeValue(object: JsonObject, place: Place, location: string, source: SwaggerSource): JsonObject {
  if (typeof member(object, '$ref') === 'string') return source.places.add(Object.assign(emptyObject(), object), place);
  const own = member(object, 'type') === undefined ? copySchema(object, place, source) : undefined;
  const schema = own ?? valueSchema(object, place, source);
  const format = listFormat(member(object, 'collectionFormat'), member(object, 'type'), location);
  const shaped = emptyObject();
  for (const key of Object.keys(object)) {
    const value = object[key] ?? null;
    if (key === 'collectionFormat') Object.assign(shaped, format);
    // The list format of Swagger 2.0 says it otherwise.
    else if (Object.hasOwn(format, key)) shaped[asideName(object, key)] = value;
    else if (key === 'schema' ? own !== undefined : own === undefined && isSchemaKeyword(key, object))
      shaped['schema'] = schema ?? null;
    // Beside the type of Swagger 2.0, a schema has no effect. Beside a schema, keywords have none.
    else shaped[key === 'schema' || isSchemaKeyword(key, object) ? asideName(object, key) : key] = value;
  }
  if (member(object, 'collectionFormat') === undefined) Object.assign(shaped, format);
  copySpellings(object, shaped);
  return source.places.add(shaped, place, withAsides(object, own === undefined ? withoutSchema : undefined));
}
