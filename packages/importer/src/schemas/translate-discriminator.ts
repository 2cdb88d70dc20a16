import { isObject, type Json, type JsonObject } from '@connectory/json';
import { emptyObject, member } from '../json/members.ts';
import { spelledTexts, writtenText } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import { discriminatorMappingDangling } from '../rules/discriminator-mapping-dangling.ts';
import { schemaKeywordInvalid } from '../rules/schema-keyword-invalid.ts';
import { annotationTexts } from './annotation.ts';
import { describe } from './describe-value.ts';
import type { Keyword } from './keyword.ts';
import type { SchemaContext } from './schema-context.ts';
import { refuseKeyword } from './set-aside.ts';

/**
 * Translates a `discriminator`, the string of Swagger 2.0 included. Its mapping leads to files; values that are the names of schemas
 * are added where a schema could not keep its name.
 */
export function translateDiscriminator(keyword: Keyword): void {
  const { schema, translated, value, place, context } = keyword;
  const source: JsonObject | undefined = typeof value === 'string' ? { propertyName: value } : asObject(value);
  if (source === undefined) {
    refuseKeyword(keyword);
    return;
  }
  // The form of Swagger 2.0.
  if (typeof value === 'string' && !context.is20)
    context.messages.report(
      schemaKeywordInvalid,
      at(place, 'discriminator'),
      `discriminator: ${describe(value)} became ${describe(source)}`,
    );
  const here = at(place, 'discriminator');
  const served = Object.assign(emptyObject(), annotationObject(source));
  const property = writtenText(member(source, 'propertyName'), source, 'propertyName');
  if (property !== undefined) served['propertyName'] = property;
  const mapping = mappingOf(source, { schema, place: here, of: place }, context);
  if (mapping !== undefined) served['mapping'] = mapping;
  const fallback = member(source, 'defaultMapping');
  if (fallback !== undefined) served['defaultMapping'] = serveValue(fallback, at(here, 'defaultMapping'), context);
  translated['discriminator'] = served;
}

function annotationObject(object: JsonObject): JsonObject {
  return asObject(annotationTexts(object)) ?? object;
}

function asObject(value: Json): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function mappingOf(
  discriminator: JsonObject,
  { schema, place, of }: { readonly schema: JsonObject; readonly place: Place; readonly of: Place },
  context: SchemaContext,
): JsonObject | undefined {
  const written = member(discriminator, 'mapping');
  if (written !== undefined && !isObject(written)) return undefined;
  const mapping = emptyObject();
  const texts = written === undefined ? emptyObject() : spelledTexts(written);
  for (const key of Object.keys(texts))
    mapping[key] = serveValue(member(texts, key) ?? null, at(place, 'mapping', key), context);
  for (const [name, file] of context.impliedMapping(schema, of)) mapping[name] ??= file;
  const isEmpty = Object.keys(mapping).length === 0;
  return written === undefined && isEmpty ? undefined : annotationObject(mapping);
}

function serveValue(value: Json, place: Place, context: SchemaContext): Json {
  const served = typeof value === 'string' ? context.rewriteMapping(value, place) : undefined;
  if (served === undefined)
    context.messages.report(discriminatorMappingDangling, place, JSON.stringify(value).slice(0, 80));
  return served ?? value;
}
