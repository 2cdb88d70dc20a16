import { emptyObject, member } from '../json/members.ts';
import { encodeFragment, isArray, isObject, type Json } from '@connectory/json';
import { at, type Place, tokensOf } from '../place/place.ts';
import { dynamicReferenceStatic } from '../rules/dynamic-reference-static.ts';
import { schemaKeywordTranslated } from '../rules/schema-keyword-translated.ts';
import { schemaNullableIgnored } from '../rules/schema-nullable-ignored.ts';
import { schemaTypeUnknown } from '../rules/schema-type-unknown.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import type { SchemaContext, TranslatedSchema } from './schema-context.ts';
import type { Keyword } from './keyword.ts';
import { annotationTexts, annotationValue } from './annotation.ts';
import { describe } from './describe-value.ts';
import { fitScalars } from './fit-scalars.ts';
import { fitValue } from './keywords.ts';
import { refuseKeyword, reportFitted, setAside } from './set-aside.ts';
import { translateDiscriminator } from './translate-discriminator.ts';
import { translateXml } from './translate-xml.ts';

type TranslateSchema = (schema: Json | undefined, place: Place, context: SchemaContext) => TranslatedSchema;
type Translate = (keyword: Keyword, translateSchema: TranslateSchema) => void;

/** Translates a keyword with rules of its own. Returns false for all other keywords. */
export function translateSpecialKeyword(keyword: Keyword, translateSchema: TranslateSchema): boolean {
  const translate = special.get(keyword.key);
  if (translate === undefined) return false;
  translate(keyword, translateSchema);
  return true;
}

const types: ReadonlySet<Json> = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);

const translateType: Translate = (keyword) => {
  const { schema, translated, value, place, context } = keyword;
  if (value === 'file' && context.is20) {
    translateFile(keyword);
    return;
  }
  const list = isArray(value) ? value.map((type, index) => typeName(keyword, type, index)) : [typeName(keyword, value)];
  const known = knownTypes(list);
  if (known.length < list.length)
    context.messages.report(schemaTypeUnknown, at(place, 'type'), JSON.stringify(value).slice(0, 80));
  if (list.length === 0) refuseKeyword(keyword);
  if (known.length < list.length) setAside(keyword);
  if (known.length === 0 || known.length < list.length) return;
  // `nullable` adds null to the type beside it and has no other effect (OpenAPI 3.0.3).
  const nullable = context.is20 ? 'x-nullable' : 'nullable';
  if (context.is30 && member(schema, nullable) === true && !known.includes('null')) known.push('null');
  const [only] = known;
  translated['type'] = known.length === 1 && only !== undefined ? only : known;
};

/** A type as it is meant: `type: [string, null]` in YAML. A type is never a null. @param index in a list of types. */
function typeName({ place, context }: Keyword, type: Json, index?: number): Json {
  if (type !== null) return type;
  context.messages.report(valueNotText, at(place, 'type', index), 'read as "null"');
  return 'null';
}

/** The types of a list, each once. */
function knownTypes(list: readonly Json[]): Json[] {
  const known: Json[] = [];
  for (const type of list) if (types.has(type) && !known.includes(type)) known.push(type);
  return known;
}

/** `type: file` of Swagger 2.0 is a binary string. */
function translateFile({ schema, translated }: Keyword): void {
  translated['type'] = member(schema, 'x-nullable') === true ? ['string', 'null'] : 'string';
  if (member(schema, 'format') === undefined) translated['format'] = 'binary';
}

function keepTexts({ translated, key, value }: Keyword): void {
  translated[key] = annotationTexts(value);
}

/** An extension, by which documents of Swagger 2.0 say what `nullable` says in OpenAPI 3.0. */
const translateNullableExtension: Translate = ({ schema, translated, key, value, place, context }) => {
  const hasType = member(schema, 'type') !== undefined;
  if (context.is20 && typeof value === 'boolean' && hasType) return;
  translated[key] = annotationValue(value);
  if (context.is20 && value === true && !hasType)
    context.messages.report(schemaNullableIgnored, at(place, key), 'x-nullable: true');
};

const translateNullable: Translate = (keyword) => {
  const { schema, value, place, context } = keyword;
  if (typeof value !== 'boolean') {
    refuseKeyword(keyword);
    return;
  }
  if (context.is30 && !context.is20 && member(schema, 'type') !== undefined) return;
  if (value) context.messages.report(schemaNullableIgnored, at(place, 'nullable'), 'nullable: true');
  setAside(keyword);
};

/** `exclusiveMinimum: true` beside `minimum` (draft 4, OpenAPI 3.0) is `exclusiveMinimum` with the value of `minimum`. */
function translateExclusive(limitKey: 'minimum' | 'maximum'): Translate {
  return (keyword) => {
    const { schema, translated, key, value } = keyword;
    const limit = value === true ? fitNumber(member(schema, limitKey)) : fitNumber(value);
    if (limit === undefined && value !== false) refuseKeyword(keyword);
    else if (typeof value === 'boolean') reportDraft4(keyword, limit);
    else reportFitted(keyword, limit);
    if (limit !== undefined) translated[key] = limit;
  };
}

function translateLimit(exclusiveKey: 'exclusiveMinimum' | 'exclusiveMaximum'): Translate {
  return (keyword) => {
    const { schema, translated, key, value } = keyword;
    const limit = fitNumber(value);
    if (limit === undefined) refuseKeyword(keyword);
    else if (member(schema, exclusiveKey) !== true) translated[key] = limit;
    if (limit !== undefined) reportFitted(keyword, limit);
  };
}

/** In OpenAPI 3.0 and 2.0 the boolean form is the right one. */
function reportDraft4({ key, value, place, context }: Keyword, limit: number | undefined): void {
  const outcome = limit === undefined ? 'left out' : `became ${limit}`;
  if (!context.is30)
    context.messages.report(schemaKeywordTranslated, at(place, key), `${key}: ${describe(value)} ${outcome}`);
}

function fitNumber(value: Json | undefined): number | undefined {
  const fitted = value === undefined ? undefined : fitValue('number', value);
  return typeof fitted === 'number' ? fitted : undefined;
}

const translateItems: Translate = (keyword, translateSchema) => {
  const { schema, translated, conjuncts, value, place, context } = keyword;
  const here = at(place, 'items');
  if (!isArray(value)) {
    if (isObject(value) || typeof value === 'boolean') translated['items'] = translateSchema(value, here, context);
    else refuseKeyword(keyword);
    return;
  }
  // A list is a tuple (draft 4 to 2019-09); `additionalItems` holds for the items after it.
  context.messages.report(schemaKeywordTranslated, here, 'items as a list became prefixItems');
  const tuple = emptyObject();
  if (value.length > 0)
    tuple['prefixItems'] = value.map((item, index) => translateSchema(item, at(here, index), context));
  const rest = member(schema, 'additionalItems');
  if (isObject(rest) || typeof rest === 'boolean')
    tuple['items'] = translateSchema(rest, at(place, 'additionalItems'), context);
  if (member(schema, 'prefixItems') === undefined) Object.assign(translated, tuple);
  else conjuncts.push(tuple);
};

const translateDependencies: Translate = (keyword, translateSchema) => {
  const { schema, translated, conjuncts, value, place, context } = keyword;
  if (!isObject(value)) {
    refuseKeyword(keyword);
    return;
  }
  context.messages.report(
    schemaKeywordTranslated,
    at(place, 'dependencies'),
    'dependencies became dependentRequired and dependentSchemas',
  );
  const required = emptyObject();
  const schemas = emptyObject();
  for (const name of Object.keys(value)) {
    const dependency = value[name];
    const names = fitValue('name-list', dependency ?? null);
    if (names !== undefined) required[name] = names;
    else schemas[name] = translateSchema(dependency, at(place, 'dependencies', name), context);
  }
  const dependent = emptyObject();
  if (Object.keys(required).length > 0) dependent['dependentRequired'] = required;
  if (Object.keys(schemas).length > 0) dependent['dependentSchemas'] = schemas;
  if (Object.keys(dependent).every((key) => member(schema, key) === undefined)) Object.assign(translated, dependent);
  else conjuncts.push(dependent);
};

const translateReference: Translate = (keyword) => {
  const { translated, value, place, context } = keyword;
  if (typeof value !== 'string') {
    refuseKeyword(keyword);
    return;
  }
  const served = context.rewriteReference(value, at(place, '$ref'));
  if (served === undefined) setAside(keyword);
  else translated['$ref'] = served;
};

const translateDynamicReference: Translate = (keyword) => {
  const { translated, value, place, context } = keyword;
  if (typeof value !== 'string') {
    refuseKeyword(keyword);
    return;
  }
  if (value.startsWith('#') && context.hasDynamicAnchor(value.slice(1))) {
    translated['$dynamicRef'] = value;
    context.checkCycle(value, at(place, '$dynamicRef'));
    return;
  }
  const served = context.rewriteReference(value, at(place, '$dynamicRef'));
  if (served === undefined) {
    setAside(keyword);
    return;
  }
  context.messages.report(dynamicReferenceStatic, at(place, '$dynamicRef'), value);
  addReference(keyword, served);
};

/** `$recursiveRef` of 2019-09 leads to the root of its schema: the nearest with an `$id` or a `$recursiveAnchor`, else the definition. */
const translateRecursiveReference: Translate = (keyword) => {
  const { value, place, context } = keyword;
  const root = value === '#' ? context.recursionRoot(place) : undefined;
  if (root === undefined) {
    refuseKeyword(keyword);
    return;
  }
  const here = at(place, '$recursiveRef');
  const served = context.rewriteReference(`#${encodeFragment(tokensOf(root))}`, here, '#');
  if (served === undefined) {
    setAside(keyword);
    return;
  }
  context.messages.report(schemaKeywordTranslated, here, '$recursiveRef became $ref');
  addReference(keyword, served);
};

function addReference(keyword: Keyword, served: string): void {
  // A schema may have more than one kind of reference.
  if (member(keyword.schema, '$ref') === undefined && keyword.translated['$ref'] === undefined)
    keyword.translated['$ref'] = served;
  else keyword.conjuncts.push({ $ref: served });
}

const translateDynamicAnchor: Translate = (keyword) => {
  const { translated, value, context } = keyword;
  if (typeof value === 'string' && context.hasDynamicAnchor(value)) translated['$dynamicAnchor'] = value;
  else setAside(keyword);
};

const translateExample: Translate = (keyword) => {
  // Beside `examples` it joins them.
  if (!isArray(member(keyword.schema, 'examples'))) keyword.translated['examples'] = [fitScalars(keyword)];
};

const translateExamples: Translate = (keyword) => {
  const { schema, translated, value } = keyword;
  // OpenAPI's `examples` of media types are a map, which schemas do not have.
  if (!isArray(value)) {
    refuseKeyword(keyword);
    return;
  }
  const fitted = fitScalars(keyword);
  const list = isArray(fitted) ? fitted : value;
  const example = member(schema, 'example');
  translated['examples'] =
    example === undefined ? list : [...list, fitScalars({ ...keyword, key: 'example', value: example })];
};

const keepDialect: Translate = (keyword) => {
  // Every definition is served under this dialect.
  if (keyword.value !== 'https://json-schema.org/draft/2020-12/schema') setAside(keyword);
};

const translateAdditionalItems: Translate = (keyword) => {
  // Beside a list of `items`, it became the `items` of the result, as in JSON Schema 2020-12.
  if (!isArray(member(keyword.schema, 'items'))) setAside(keyword);
  else if (!isObject(keyword.value) && typeof keyword.value !== 'boolean') refuseKeyword(keyword);
};

const special: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ['type', translateType],
  ['nullable', translateNullable],
  ['x-nullable', translateNullableExtension],
  ['minimum', translateLimit('exclusiveMinimum')],
  ['maximum', translateLimit('exclusiveMaximum')],
  ['exclusiveMinimum', translateExclusive('minimum')],
  ['exclusiveMaximum', translateExclusive('maximum')],
  ['items', translateItems],
  ['additionalItems', translateAdditionalItems],
  ['dependencies', translateDependencies],
  ['$ref', translateReference],
  ['$dynamicRef', translateDynamicReference],
  ['$dynamicAnchor', translateDynamicAnchor],
  ['discriminator', translateDiscriminator],
  ['xml', translateXml],
  ['externalDocs', keepTexts],
  ['example', translateExample],
  ['examples', translateExamples],
  // The served URL is the base URI, and references are already resolved: identifiers would only change the base.
  ['$schema', keepDialect],
  ['$id', setAside],
  ['$anchor', setAside],
  ['$vocabulary', setAside],
  ['$async', setAside],
  ['$recursiveRef', translateRecursiveReference],
  ['$recursiveAnchor', setAside],
  ['id', setAside],
]);
