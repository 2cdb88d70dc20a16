import { emptyObject, member } from '../json/members.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { at, type Place } from '../place/place.ts';
import { discriminatorMappingDangling } from '../rules/discriminator-mapping-dangling.ts';
import { dynamicReferenceStatic } from '../rules/dynamic-reference-static.ts';
import { schemaKeywordInvalid } from '../rules/schema-keyword-invalid.ts';
import { schemaKeywordTranslated } from '../rules/schema-keyword-translated.ts';
import { schemaNullableIgnored } from '../rules/schema-nullable-ignored.ts';
import { schemaTypeUnknown } from '../rules/schema-type-unknown.ts';
import { annotationValue } from './annotation.ts';
import type { SchemaContext, TranslatedSchema } from './schema-context.ts';
import type { Keyword } from './keyword.ts';

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

const reportInvalid = ({ key, value, place, context }: Keyword): void => {
  const text = JSON.stringify(value) ?? '';
  context.messages.report(schemaKeywordInvalid, at(place, key), `${key}: ${text.slice(0, 80)}`);
};

const translateType: Translate = (keyword) => {
  const { schema, translated, value, place, context } = keyword;
  const list = isArray(value) ? value : [value];
  const known = [...new Set(list.filter((type) => types.has(type)))];
  if (known.length < list.length)
    context.messages.report(schemaTypeUnknown, at(place, 'type'), JSON.stringify(value).slice(0, 80));
  if (known.length === 0 || known.length < list.length) return;
  // `nullable` adds null to the type beside it and has no other effect (OpenAPI 3.0.3).
  if (context.is30 && member(schema, 'nullable') === true && !known.includes('null')) known.push('null');
  const [only] = known;
  translated['type'] = known.length === 1 && only !== undefined ? only : known;
};

const translateNullable: Translate = ({ schema, value, place, context }) => {
  if (context.is30 && member(schema, 'type') !== undefined) return;
  if (value === true) context.messages.report(schemaNullableIgnored, at(place, 'nullable'), 'nullable: true');
};

/** `exclusiveMinimum: true` beside `minimum` (draft 4, OpenAPI 3.0) is `exclusiveMinimum` with the value of `minimum`. */
function translateExclusive(limitKey: 'minimum' | 'maximum'): Translate {
  return (keyword) => {
    const { schema, translated, key, value } = keyword;
    const limit = member(schema, limitKey);
    if (typeof value === 'number') translated[key] = value;
    else if (value === true && typeof limit === 'number') translated[key] = limit;
    else if (typeof value !== 'boolean') reportInvalid(keyword);
  };
}

function translateLimit(exclusiveKey: 'exclusiveMinimum' | 'exclusiveMaximum'): Translate {
  return (keyword) => {
    const { schema, translated, key, value } = keyword;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) reportInvalid(keyword);
    else if (member(schema, exclusiveKey) !== true || typeof value !== 'number') translated[key] = number;
  };
}

const translateItems: Translate = (keyword, translateSchema) => {
  const { schema, translated, conjuncts, value, place, context } = keyword;
  const here = at(place, 'items');
  if (!isArray(value)) {
    if (isObject(value) || typeof value === 'boolean') translated['items'] = translateSchema(value, here, context);
    else reportInvalid(keyword);
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
    reportInvalid(keyword);
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
    if (isArray(dependency)) required[name] = [...new Set(dependency.filter((key) => typeof key === 'string'))];
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
    reportInvalid(keyword);
    return;
  }
  const served = context.rewriteReference(value, at(place, '$ref'));
  if (served !== undefined) translated['$ref'] = served;
};

const translateDynamicReference: Translate = (keyword) => {
  const { translated, value, place, context } = keyword;
  if (typeof value !== 'string') {
    reportInvalid(keyword);
    return;
  }
  if (value.startsWith('#') && context.hasDynamicAnchor(value.slice(1))) {
    translated['$dynamicRef'] = value;
    return;
  }
  const served = context.rewriteReference(value, at(place, '$dynamicRef'));
  if (served === undefined) return;
  context.messages.report(dynamicReferenceStatic, at(place, '$dynamicRef'), value);
  // A schema may have both `$ref` and `$dynamicRef`.
  if (member(keyword.schema, '$ref') === undefined) translated['$ref'] = served;
  else keyword.conjuncts.push({ $ref: served });
};

const translateDynamicAnchor: Translate = (keyword) => {
  const { translated, value, context } = keyword;
  if (typeof value === 'string' && context.hasDynamicAnchor(value)) translated['$dynamicAnchor'] = value;
};

const translateDiscriminator: Translate = ({ translated, value, place, context }) => {
  const mapping = isObject(value) ? member(value, 'mapping') : undefined;
  if (!isObject(value) || !isObject(mapping)) {
    translated['discriminator'] = annotationValue(value);
    return;
  }
  translated['discriminator'] = annotationValue(
    Object.assign(emptyObject(), value, {
      mapping: rewriteMapping(mapping, at(place, 'discriminator', 'mapping'), context),
    }),
  );
};

function rewriteMapping(mapping: JsonObject, place: Place, context: SchemaContext): Json {
  const rewritten = emptyObject();
  for (const key of Object.keys(mapping)) {
    const value = mapping[key] ?? null;
    const served = typeof value === 'string' ? context.rewriteMapping(value, at(place, key)) : undefined;
    if (served === undefined)
      context.messages.report(discriminatorMappingDangling, at(place, key), JSON.stringify(value).slice(0, 80));
    rewritten[key] = served ?? value;
  }
  return rewritten;
}

const translateExample: Translate = ({ schema, translated, value }) => {
  // Beside `examples` it joins them.
  if (!isArray(member(schema, 'examples'))) translated['examples'] = [value];
};

const translateExamples: Translate = ({ schema, translated, value }) => {
  // OpenAPI's `examples` of media types are a map, which schemas do not have.
  const example = member(schema, 'example');
  if (isArray(value)) translated['examples'] = example === undefined ? value : [...value, example];
  else translated['x-examples'] = annotationValue(value);
};

const keepDialect: Translate = (keyword, translateSchema) => {
  // Every definition is served under this dialect.
  if (keyword.value !== 'https://json-schema.org/draft/2020-12/schema') keepAsExtension(keyword, translateSchema);
};

const translateAdditionalItems: Translate = (keyword, translateSchema) => {
  // Beside a list it became `items`.
  if (!isArray(member(keyword.schema, 'items'))) keepAsExtension(keyword, translateSchema);
};

/** Keeps a keyword under a name that validators ignore. */
const keepAsExtension: Translate = ({ translated, key, value }) => {
  translated[`x-${key.replace('$', '')}`] = annotationValue(value);
};

const special: ReadonlyMap<string, Translate> = new Map<string, Translate>([
  ['type', translateType],
  ['nullable', translateNullable],
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
  ['example', translateExample],
  ['examples', translateExamples],
  // The served URL is the base URI, and references are already resolved: identifiers would only change the base.
  ['$schema', keepDialect],
  ['$id', keepAsExtension],
  ['$anchor', keepAsExtension],
  ['$vocabulary', keepAsExtension],
  ['$async', keepAsExtension],
  ['$recursiveRef', keepAsExtension],
  ['$recursiveAnchor', keepAsExtension],
  ['id', keepAsExtension],
]);
