import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { textOf } from '../../objects/text-of.ts';
import { memberAt, memberOf, own, ownAside, ownList, sameJson, type SourceMember } from '../ledger/source-member.ts';
import { compareData } from '../values/compare-data.ts';
import { compareReference } from '../values/compare-reference.ts';
import type { Comparison } from '../values/comparison.ts';
import { compareAside } from './compare-aside.ts';
import { compareDiscriminator } from './compare-discriminator.ts';

export interface SchemaKeyword {
  /** The schema that holds the keyword. */
  readonly source: JsonObject;
  readonly keyword: SourceMember;
  /** The schema of the export. */
  readonly schema: JsonObject;
  readonly comparison: Comparison;
  readonly compareSchema: (source: SourceMember, target: Json | undefined, comparison: Comparison) => void;
}

type Compare = (keyword: SchemaKeyword) => void;

/** Compares a keyword with rules of its own. @returns false for all other keywords. */
export function compareSpecialKeyword(keyword: SchemaKeyword): boolean {
  const compare = special.get(String(keyword.keyword.key));
  if (compare === undefined) return false;
  compare(keyword);
  return true;
}

const compareType: Compare = ({ source, keyword, schema, comparison }) => {
  const type = own(schema, 'type');
  const types = new Set(isArray(type) ? type : [type]);
  const { value } = keyword;
  const compareOne = (member: SourceMember): void => {
    if (types.has(member.value)) comparison.ledger.equal(member);
    else
      comparison.ledger.differ(member, {
        target: type,
        otherwise: member.value === 'file' ? 'binary-file' : undefined,
      });
  };
  if (type === undefined || (isArray(value) && value.length === 0)) compareAside(source, keyword, schema, comparison);
  else if (isArray(value)) value.forEach((_item, index) => compareOne(memberOf(keyword, index)));
  else compareOne(keyword);
};

const compareNullable: Compare = ({ source, keyword, schema, comparison }) => {
  const type = own(schema, 'type');
  const isSaid = keyword.value === false || (isArray(type) ? type.includes('null') : type === 'null');
  const kept = own(schema, keyword.key);
  if (kept !== undefined) compareData(keyword, kept, comparison);
  else if (isSaid && type !== undefined && ownAside(schema, source, keyword.key) === undefined)
    comparison.ledger.differ(keyword, { target: type, rule: 'nullable' });
  else compareAside(source, keyword, schema, comparison);
};

const limits: { readonly [key: string]: string } = {
  minimum: 'exclusiveMinimum',
  maximum: 'exclusiveMaximum',
};

/** `minimum: 1` beside `exclusiveMinimum: true` is `exclusiveMinimum: 1`. */
const compareLimit: Compare = ({ source, keyword, schema, comparison }) => {
  const exclusive = limits[String(keyword.key)] ?? '';
  const key = own(source, exclusive) === true ? exclusive : keyword.key;
  const target = own(schema, key);
  if (target === undefined) compareAside(source, keyword, schema, comparison);
  else compareData(keyword, target, comparison);
};

const compareExclusive: Compare = ({ source, keyword, schema, comparison }) => {
  const { key, value } = keyword;
  const target = own(schema, key);
  if (typeof value === 'boolean' && (target !== undefined || !value))
    comparison.ledger.differ(keyword, { target, otherwise: 'exclusive-limit' });
  else if (target === undefined) compareAside(source, keyword, schema, comparison);
  else compareData(keyword, target, comparison);
};

/** The schema and the parts of its `allOf` that keywords of the source may have become. */
function partsOf(schema: JsonObject): readonly JsonObject[] {
  return [schema, ...ownList(schema, 'allOf').filter((part) => isObject(part))];
}

function findPart(schema: JsonObject, key: string): Json | undefined {
  return partsOf(schema)
    .map((part) => own(part, key))
    .find((value) => value !== undefined);
}

const compareItems: Compare = ({ source, keyword, schema, comparison, compareSchema }) => {
  const { value } = keyword;
  const tuple = isArray(value) ? partsOf(schema).map((part) => own(part, 'prefixItems')) : [];
  const list = tuple.findLast((found) => isArray(found) && isArray(value) && found.length === value.length);
  if (isArray(value) && isArray(list) && value.length > 0)
    value.forEach((_item, index) => compareSchema(memberOf(keyword, index), list[index], comparison));
  else if (own(schema, 'items') !== undefined) compareSchema(keyword, own(schema, 'items'), comparison);
  else compareAside(source, keyword, schema, comparison);
};

const compareAdditionalItems: Compare = ({ source, keyword, schema, comparison, compareSchema }) => {
  const items = findPart(schema, 'items');
  if (ownAside(schema, source, 'additionalItems') === undefined && items !== undefined)
    compareSchema(keyword, items, comparison);
  else compareAside(source, keyword, schema, comparison);
};

const compareDependencies: Compare = ({ source, keyword, schema, comparison, compareSchema }) => {
  const { value } = keyword;
  if (!isObject(value) || Object.keys(value).length === 0) {
    compareAside(source, keyword, schema, comparison);
    return;
  }
  const [required, schemas] = [findPart(schema, 'dependentRequired'), findPart(schema, 'dependentSchemas')];
  for (const name of Object.keys(value)) {
    const names = own(required, name);
    if (names === undefined) compareSchema(memberOf(keyword, name), own(schemas, name), comparison);
    else compareData(memberOf(keyword, name), names, comparison);
  }
};

const compareRef: Compare = ({ source, keyword, schema, comparison, compareSchema }) => {
  const target = own(schema, '$ref');
  if (target !== undefined) {
    compareReference('schema', keyword, target, comparison);
    return;
  }
  const isAside = ownAside(schema, source, '$ref') !== undefined;
  const found = isAside ? undefined : comparison.finder.find(textOf(keyword.value), keyword.place);
  if (found?.kind !== 'found' || Object.keys(source).length > 1) {
    compareAside(source, keyword, schema, comparison);
    return;
  }
  // A component that is nothing but a reference to a schema of another file is that schema.
  comparison.ledger.differ(keyword, { otherwise: 'written-out' });
  compareSchema(memberAt(found.pointer, found.value), schema, comparison);
};

/** A dynamic reference that stays, or is a plain one. */
const compareDynamicRef: Compare = ({ source, keyword, schema, comparison }) => {
  const target = own(schema, keyword.key);
  if (target !== undefined) {
    compareData(keyword, target, comparison);
    return;
  }
  const reference = partsOf(schema)
    .map((part) => own(part, '$ref'))
    .findLast((value) => value !== undefined);
  if (reference === undefined) compareAside(source, keyword, schema, comparison);
  else comparison.ledger.differ(keyword, { target: reference });
};

const compareExample: Compare = ({ source, keyword, schema, comparison }) => {
  const found = ownList(schema, 'examples').findLast((item) => sameJson(item, keyword.value));
  const examples = own(schema, 'examples');
  // The last one, in which texts are as they were spelt.
  const last = ownList(schema, 'examples').at(-1);
  if (found !== undefined) comparison.ledger.differ(keyword, { target: examples, otherwise: 'example' });
  else if (last !== undefined && typeof last === 'object') compareData(keyword, last, comparison);
  else if (isArray(examples)) comparison.ledger.differ(keyword, { target: examples });
  else compareAside(source, keyword, schema, comparison);
};

const compareExamples: Compare = ({ source, keyword, schema, comparison }) => {
  const target = own(schema, 'examples');
  if (target === undefined || !isArray(keyword.value)) compareAside(source, keyword, schema, comparison);
  else compareData(keyword, target, comparison);
};

const compareRequired: Compare = ({ source, keyword, schema, comparison }) => {
  const { value } = keyword;
  const { ledger } = comparison;
  if (!isArray(value) || value.length === 0) {
    if (own(schema, 'required') === undefined) compareAside(source, keyword, schema, comparison);
    else compareData(keyword, own(schema, 'required'), comparison);
    return;
  }
  const [names, oneWay] = [new Set(ownList(schema, 'required')), new Set(listOf(ownAside(schema, source, 'required')))];
  value.forEach((name, index) => {
    const member = memberOf(keyword, index);
    if (names.has(name)) ledger.equal(member);
    else if (oneWay.has(name)) ledger.differ(member, { codes: ['READ_ONLY_REQUIRED'], otherwise: 'required-one-way' });
    else
      ledger.differ(member, {
        codes: ['SCHEMA_KEYWORD_INVALID'],
        otherwise: names.has(textOf(name)) ? 'text' : undefined,
      });
  });
};

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

const comparePattern: Compare = ({ source, keyword, schema, comparison }) => {
  const target = own(schema, 'pattern');
  const { value } = keyword;
  if (target === undefined) compareAside(source, keyword, schema, comparison);
  else if (
    typeof value === 'string' &&
    typeof target === 'string' &&
    value !== target &&
    plain(value) === plain(target)
  )
    comparison.ledger.differ(keyword, { target, rule: 'pattern' });
  else compareData(keyword, target, comparison);
};

function plain(pattern: string): string {
  return pattern.replaceAll('\\', '');
}

const compareDialect: Compare = ({ source, keyword, schema, comparison }) => {
  if (keyword.value === 'https://json-schema.org/draft/2020-12/schema')
    comparison.ledger.differ(keyword, { rule: 'dialect' });
  else compareAside(source, keyword, schema, comparison);
};

const special: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['type', compareType],
  ['nullable', compareNullable],
  ['x-nullable', compareNullable],
  ['minimum', compareLimit],
  ['maximum', compareLimit],
  ['exclusiveMinimum', compareExclusive],
  ['exclusiveMaximum', compareExclusive],
  ['items', compareItems],
  ['additionalItems', compareAdditionalItems],
  ['dependencies', compareDependencies],
  ['$ref', compareRef],
  ['$dynamicRef', compareDynamicRef],
  ['$recursiveRef', compareDynamicRef],
  ['discriminator', ({ keyword, schema, comparison }) => compareDiscriminator(keyword, schema, comparison)],
  ['example', compareExample],
  ['examples', compareExamples],
  ['required', compareRequired],
  ['pattern', comparePattern],
  ['$schema', compareDialect],
]);
