import { emptyObject } from '../json/members.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { at, type Place } from '../place/place.ts';
import { referenceSiblingsIgnored } from '../rules/reference-siblings-ignored.ts';
import { schemaInvalid } from '../rules/schema-invalid.ts';
import { schemaKeywordInvalid } from '../rules/schema-keyword-invalid.ts';
import { schemaPatternUnsupported } from '../rules/schema-pattern-unsupported.ts';
import type { Keyword } from './keyword.ts';
import { annotationValue } from './annotation.ts';
import { fitValue, keywordForms, type KeywordForm } from './keywords.ts';
import { unicodePattern } from './regular-expression.ts';
import type { SchemaContext, TranslatedSchema } from './schema-context.ts';
import { translateSpecialKeyword } from './special-keywords.ts';

/** A schema that accepts everything, for places without a usable schema. */
export function permissiveSchema(): TranslatedSchema {
  return emptyObject();
}

/**
 * Translates a schema to JSON Schema 2020-12, so that it compiles. Keywords of OpenAPI 3.0 and older drafts are
 * replaced, invalid values are left out and reported, references lead to sibling files. Data (`default`, `enum`,
 * `const`, `examples`, extensions) is not changed. The order of keys is kept.
 */
export function translateSchema(schema: Json | undefined, shapePlace: Place, context: SchemaContext): TranslatedSchema {
  if (typeof schema === 'boolean') return schema;
  const place = context.placeOf(schema, shapePlace);
  if (!isObject(schema)) {
    context.messages.report(schemaInvalid, place, describe(schema));
    return permissiveSchema();
  }
  if (context.is30 && typeof schema['$ref'] === 'string' && Object.hasOwn(schema, '$ref'))
    return translateReference30(schema, place, context);
  const translated = emptyObject();
  const conjuncts: Json[] = [];
  for (const key of Object.keys(schema)) {
    const value = schema[key];
    if (value !== undefined) translateKeyword({ schema, translated, conjuncts, key, value, place, context });
  }
  // Appended, so that references into the schema's own list keep their index.
  const own = translated['allOf'];
  if (conjuncts.length > 0) translated['allOf'] = [...(isArray(own) ? own : []), ...conjuncts];
  return translated;
}

function translateKeyword(keyword: Keyword): void {
  const { translated, key, value, place, context } = keyword;
  if (key === 'pattern') {
    translatePattern(keyword);
    return;
  }
  if (translateSpecialKeyword(keyword, translateSchema)) return;
  const form = keywordForms.get(key);
  if (form === undefined) {
    translated[key] = annotationValue(value);
    return;
  }
  // `dropPatternProperty` has set it already.
  if (translated[key] === true && (key === 'additionalProperties' || key === 'unevaluatedProperties')) return;
  const fitted = isHolder(form) ? translateHolder(form, keyword) : fitValue(form, value);
  if (fitted === undefined) context.messages.report(schemaKeywordInvalid, at(place, key), `${key}: ${describe(value)}`);
  else {
    translated[key] = fitted;
    reportRepeatedNames(keyword, fitted);
  }
}

/** Validators reject repeated names in `required`. */
function reportRepeatedNames({ key, value, place, context }: Keyword, fitted: Json): void {
  if (key !== 'required' || !isArray(value) || !isArray(fitted) || fitted.length === value.length) return;
  context.messages.report(
    schemaKeywordInvalid,
    at(place, key),
    'required: names occur more than once, and were kept once',
  );
}

type Holder = 'schema' | 'schema-list' | 'schema-map' | 'pattern-map';

function isHolder(form: KeywordForm): form is Holder {
  return form === 'schema' || form === 'schema-list' || form === 'schema-map' || form === 'pattern-map';
}

function translateHolder(form: Holder, { key, value, place, context, translated }: Keyword): Json | undefined {
  const here = at(place, key);
  switch (form) {
    case 'schema':
      return isObject(value) || typeof value === 'boolean' ? translateSchema(value, here, context) : undefined;
    case 'schema-list': {
      if (!isArray(value) || value.length === 0) return undefined;
      return value.map((item, index) => translateSchema(item, at(here, index), context));
    }
    case 'schema-map':
    case 'pattern-map': {
      if (!isObject(value)) return undefined;
      const map = emptyObject();
      for (const name of Object.keys(value)) {
        const fitted = form === 'schema-map' ? name : unicodePattern(name);
        if (fitted !== undefined) map[fitted] = translateSchema(value[name], at(here, name), context);
        else dropPatternProperty(at(here, name), name, context, translated);
      }
      return map;
    }
  }
}

/** Drops a pattern that does not compile. `additionalProperties` must accept the properties that it matched. */
function dropPatternProperty(
  place: Place,
  name: string,
  context: SchemaContext,
  translated: { [key: string]: Json },
): void {
  context.messages.report(schemaPatternUnsupported, place, name);
  translated['additionalProperties'] = true;
  translated['unevaluatedProperties'] = true;
}

function translatePattern({ translated, key, value, place, context }: Keyword): void {
  if (typeof value !== 'string') {
    context.messages.report(schemaKeywordInvalid, at(place, key), `${key}: ${describe(value)}`);
    return;
  }
  const pattern = unicodePattern(value);
  if (pattern !== undefined) {
    translated[key] = pattern;
    return;
  }
  context.messages.report(schemaPatternUnsupported, at(place, key), value);
  translated['x-pattern'] = value;
}

/** Annotations do not affect validation, so they may stay beside a `$ref` of OpenAPI 3.0. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'example',
  'readOnly',
  'writeOnly',
  'deprecated',
  'xml',
  'externalDocs',
]);

function translateReference30(schema: JsonObject, place: Place, context: SchemaContext): TranslatedSchema {
  const translated = emptyObject();
  const conjuncts: Json[] = [];
  const ignored: string[] = [];
  for (const key of Object.keys(schema)) {
    const value = schema[key];
    if (value === undefined) continue;
    if (key === '$ref' || annotations.has(key) || key.startsWith('x-'))
      translateKeyword({ schema, translated, conjuncts, key, value, place, context });
    else ignored.push(key);
  }
  if (ignored.length > 0) context.messages.report(referenceSiblingsIgnored, place, ignored.join(', '));
  return translated;
}

export function describe(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
