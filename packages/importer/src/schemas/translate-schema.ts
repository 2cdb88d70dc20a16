import { emptyObject, member } from '../json/members.ts';
import { writtenText } from '../json/spellings.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { at, type Place } from '../place/place.ts';
import { referenceSiblingsIgnored } from '../rules/reference-siblings-ignored.ts';
import { schemaInvalid } from '../rules/schema-invalid.ts';
import { schemaKeywordInvalid } from '../rules/schema-keyword-invalid.ts';
import { schemaPatternUnsupported } from '../rules/schema-pattern-unsupported.ts';
import type { Keyword } from './keyword.ts';
import { annotationValue } from './annotation.ts';
import { describe } from './describe-value.ts';
import { fitScalars } from './fit-scalars.ts';
import { fitValue, keywordForms, type KeywordForm } from './keywords.ts';
import { translateBranches } from './one-way-branches.ts';
import { unicodePattern } from './regular-expression.ts';
import { refuseKeyword, reportFitted, requireOneWayNames, setAside, setOneWayNamesAside } from './set-aside.ts';
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
    const permissive = emptyObject();
    if (schema !== undefined && schema !== null) permissive['x-schema'] = annotationValue(schema);
    return permissive;
  }
  if (context.is30 && typeof schema['$ref'] === 'string' && Object.hasOwn(schema, '$ref'))
    return translateReference30(schema, place, context);
  const translated = objectLike(schema);
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

/** A plain object, which V8 fills and writes as JSON in two thirds of the time that one without prototype takes. */
function objectLike(schema: JsonObject): { [key: string]: Json } {
  return Object.hasOwn(schema, '__proto__') ? emptyObject() : {};
}

function translateKeyword(keyword: Keyword): void {
  const { translated, key, value } = keyword;
  if (key === 'pattern') {
    translatePattern(keyword);
    return;
  }
  if (translateSpecialKeyword(keyword, translateSchema)) return;
  const form = keywordForms.get(key);
  if (form === undefined) {
    if (typeof value === 'object' && key.startsWith('x-'))
      keyword.context.checkExtension(value, at(keyword.place, key));
    translated[key] = annotationValue(key === 'x-example' ? fitScalars(keyword) : value);
    return;
  }
  // `dropPatternProperty` has set it already.
  if (translated[key] === true && (key === 'additionalProperties' || key === 'unevaluatedProperties')) return;
  const fitted = isHolder(form) ? translateHolder(form, keyword) : fitKeyword(form, keyword);
  if (fitted === undefined) refuseKeyword(keyword);
  else {
    translated[key] = fitted;
    if (key === 'required') translateRequired(keyword, fitted);
  }
}

function fitKeyword(form: Exclude<KeywordForm, Holder>, keyword: Keyword): Json | undefined {
  const { schema, key, value } = keyword;
  if (form === 'data' || form === 'nonempty-list') return fitValue(form, fitScalars(keyword));
  const fitted = form === 'text' ? writtenText(value, schema, key) : fitValue(form, value);
  reportFitted(keyword, fitted);
  return fitted;
}

function translateRequired(keyword: Keyword, fitted: Json): void {
  const { value, place, context } = keyword;
  if (isArray(value) && isArray(fitted) && value.some((name, index) => name !== fitted[index])) {
    const reason = value.every((name) => typeof name === 'string')
      ? 'names occur more than once'
      : 'not all are strings';
    const remark = `required: ${reason}, became ${describe(fitted)}`;
    context.messages.report(schemaKeywordInvalid, at(place, 'required'), remark);
  }
  setOneWayNamesAside(keyword);
}

type Holder = 'schema' | 'schema-list' | 'schema-map' | 'pattern-map';

function isHolder(form: KeywordForm): form is Holder {
  return form === 'schema' || form === 'schema-list' || form === 'schema-map' || form === 'pattern-map';
}

function translateHolder(form: Holder, keyword: Keyword): Json | undefined {
  const { key, value, place, context } = keyword;
  const here = at(place, key);
  switch (form) {
    case 'schema':
      return isObject(value) || typeof value === 'boolean' ? translateSchema(value, here, context) : undefined;
    case 'schema-list': {
      if (!isArray(value) || value.length === 0) return undefined;
      if (context.oneWay !== undefined && (key === 'allOf' || key === 'anyOf'))
        return translateBranches(value, keyword, translateSchema);
      return value.map((item, index) => translateSchema(item, at(here, index), context));
    }
    case 'schema-map':
    case 'pattern-map': {
      if (!isObject(value)) return undefined;
      const map = emptyObject();
      for (const name of Object.keys(value)) {
        const fitted = form === 'schema-map' ? name : unicodePattern(name);
        if (fitted !== undefined) addSchema(map, fitted, translateSchema(value[name], at(here, name), context));
        else dropPatternProperty(keyword, name, value[name] ?? null);
      }
      return map;
    }
  }
}

/** Two patterns can be the same once they are repaired. A property that matches has to be valid for both. */
function addSchema(map: { [name: string]: Json }, name: string, schema: TranslatedSchema): void {
  const other = map[name];
  map[name] = other === undefined ? schema : { allOf: [other, schema] };
}

/** Sets a pattern aside that does not compile. `additionalProperties` must accept the properties that it matched. */
function dropPatternProperty({ schema, translated, place, context }: Keyword, name: string, value: Json): void {
  context.messages.report(schemaPatternUnsupported, at(place, 'patternProperties', name), name);
  const dropped = member(translated, 'x-patternProperties');
  translated['x-patternProperties'] = Object.assign(emptyObject(), isObject(dropped) ? dropped : {}, {
    [name]: annotationValue(value),
  });
  for (const key of ['additionalProperties', 'unevaluatedProperties']) {
    const own = member(schema, key);
    if (own !== undefined && own !== true) setAside({ schema, translated, key, value: own });
    translated[key] = true;
  }
}

function translatePattern(keyword: Keyword): void {
  const { schema, translated, key, place, context } = keyword;
  const value = writtenText(keyword.value, schema, key);
  if (value === undefined) {
    refuseKeyword(keyword);
    return;
  }
  reportFitted(keyword, value);
  const pattern = unicodePattern(value);
  if (pattern !== undefined) {
    translated[key] = pattern;
    return;
  }
  context.messages.report(schemaPatternUnsupported, at(place, key), value);
  setAside(keyword);
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
  const translated = objectLike(schema);
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
  requireOneWayNames(schema, translated, place, context);
  return translated;
}
