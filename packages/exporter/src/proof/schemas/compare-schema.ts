import { keywordForms } from '@connectory/importer';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { textOf } from '../../objects/text-of.ts';
import { memberOf, own, ownAside, ownList, type SourceMember } from '../ledger/source-member.ts';
import { compareData } from '../values/compare-data.ts';
import { type Comparison, findInExport } from '../values/comparison.ts';
import { compareAside } from './compare-aside.ts';
import { compareSpecialKeyword } from './special-keywords.ts';

/** Compares a schema. An inline schema of a body is a component of the export. */
export function compareSchema(source: SourceMember, target: Json | undefined, comparison: Comparison): void {
  const { value } = source;
  const schema = isMoved(value, target, comparison)
    ? findInExport(textOf(own(target, '$ref')), comparison.exported)
    : target;
  if (!isObject(value) || !isObject(schema)) {
    compareData(source, own(schema, 'x-schema') ?? schema, comparison);
    return;
  }
  if (!comparison.pairs.enter(value, schema)) return;
  if (Object.keys(value).length === 0) comparison.ledger.equal(source);
  compareKeywords(source, schema, comparison, () => true);
}

/** Compares keywords of an object with those of a schema. */
export function compareKeywords(
  source: SourceMember,
  schema: JsonObject,
  comparison: Comparison,
  isKeyword: (key: string) => boolean,
): void {
  if (!isObject(source.value)) return;
  for (const key of Object.keys(source.value))
    if (isKeyword(key)) compareKeyword(source.value, memberOf(source, key), schema, comparison);
}

export function compareKeyword(
  source: JsonObject,
  keyword: SourceMember,
  schema: JsonObject,
  comparison: Comparison,
): void {
  if (compareSpecialKeyword({ source, keyword, schema, comparison, compareSchema })) return;
  const target = own(schema, keyword.key);
  const { value } = keyword;
  // Where a pattern is set aside, other properties must be accepted.
  const isOpened = target === true && value !== true && ownAside(schema, source, keyword.key) !== undefined;
  if (target === undefined || isOpened) compareAside(source, keyword, schema, comparison);
  else if (isEmptyHolder(value)) compareData(keyword, target, comparison);
  else compareHeld(keyword, target, comparison);
}

function compareHeld(keyword: SourceMember, target: Json, comparison: Comparison): void {
  const { value } = keyword;
  switch (keywordForms.get(String(keyword.key))) {
    case 'schema':
      compareSchema(keyword, target, comparison);
      return;
    case 'schema-list':
      if (isArray(value) && isArray(target))
        value.forEach((_item, index) => compareSchema(memberOf(keyword, index), target[index], comparison));
      else compareData(keyword, target, comparison);
      return;
    case 'schema-map':
    case 'pattern-map':
      if (isObject(value) && isObject(target)) compareMap(keyword, value, target, comparison);
      else compareData(keyword, target, comparison);
      return;
    default:
      compareData(keyword, target, comparison);
  }
}

function compareMap(keyword: SourceMember, value: JsonObject, target: JsonObject, comparison: Comparison): void {
  for (const name of Object.keys(value)) {
    // Escapes without meaning are removed from the patterns of properties.
    const isAlike = (key: string): boolean => plain(key) === plain(name);
    const found = own(target, name) ?? own(target, Object.keys(target).find(isAlike) ?? name);
    const alike = Object.keys(value).filter(isAlike);
    const isOne = alike.length > Object.keys(target).filter(isAlike).length;
    compareSchema(memberOf(keyword, name), isOne ? partOf(found, alike, name) : found, comparison);
  }
}

/** The part of a schema that several patterns share, once they are repaired: each is added to those before it. */
function partOf(schema: Json | undefined, names: readonly string[], name: string): Json | undefined {
  let part = schema;
  for (const later of names.slice(1).toReversed()) {
    const [before, last] = ownList(part, 'allOf');
    if (later === name) return last;
    part = before;
  }
  return part;
}

function plain(pattern: string): string {
  return pattern.replaceAll('\\', '');
}

function isEmptyHolder(value: Json): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

/** Whether an inline schema became a component, to which the export refers. */
function isMoved(value: Json, target: Json | undefined, { version, exported }: Comparison): boolean {
  const text = own(target, '$ref');
  if (typeof text !== 'string' || !isObject(target) || Object.keys(target).length > 1) return false;
  const references = ['$ref', '$dynamicRef', '$recursiveRef'].filter((key) => own(value, key) !== undefined);
  if (references.length === 0) return true;
  // In later versions, members beside a reference have an effect.
  const isLater = version === '3.1' || version === '3.2';
  return (
    isLater &&
    references[0] === '$ref' &&
    isObject(value) &&
    Object.keys(value).length > 1 &&
    own(findInExport(text, exported), '$ref') !== undefined
  );
}
