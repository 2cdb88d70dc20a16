import { isArray, isObject, type Json } from '@connectory/json';
import { isValue, memberOf, own, sameJson, type SourceMember } from '../ledger/source-member.ts';
import type { NormalisationRule } from '../ledger/rules.ts';
import type { Comparison } from './comparison.ts';

/** Identifiers of schemas, which are renamed in annotations too. */
const identifiers: ReadonlySet<string> = new Set(['$id', '$anchor', '$dynamicAnchor']);

/** Compares a value that holds no object of the specification. */
export function compareData(source: SourceMember, target: Json | undefined, comparison: Comparison): void {
  const { value } = source;
  const { ledger } = comparison;
  if (target === undefined || value === null) compareNothing(source, target, comparison);
  else if (isValue(value)) compareValue(source, target, comparison);
  else if (isArray(value) && isArray(target))
    value.forEach((_item, index) => compareData(memberOf(source, index), target[index], comparison));
  else if (isObject(value) && isObject(target)) {
    for (const key of Object.keys(value)) compareEntry(memberOf(source, key), target, comparison);
  } else if (!isTextFile(source, target, comparison)) ledger.differ(source, { target });
}

function compareNothing(source: SourceMember, target: Json | undefined, { ledger }: Comparison): void {
  if (target === null) ledger.equal(source);
  else ledger.differ(source, { target, otherwise: isEmpty(source.value) ? 'empty' : undefined });
}

function compareEntry(source: SourceMember, target: Json, comparison: Comparison): void {
  const key = String(source.key);
  const found = own(target, key);
  const aside = found === undefined && identifiers.has(key) ? own(target, `x-${key.slice(1)}`) : undefined;
  if (aside === undefined) compareData(source, found, comparison);
  else comparison.ledger.differ(source, { target: aside, otherwise: 'set-aside' });
}

function compareValue(source: SourceMember, target: Json, { ledger }: Comparison): void {
  // Where the source has nothing, the export may have more.
  if (sameJson(source.value, target) || isBothEmpty(source.value, target)) ledger.equal(source);
  else ledger.differ(source, { target, otherwise: textRule(source.value, target) });
}

function isBothEmpty(value: Json, target: Json): boolean {
  return typeof value === 'object' && typeof target === 'object' && isArray(value) === isArray(target);
}

function textRule(value: Json, target: Json): NormalisationRule | undefined {
  if (typeof target === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return String(value) === target || Number(target) === value ? 'text' : undefined;
  return typeof value === 'string' && typeof target === 'number' && Number(value) === target ? 'number' : undefined;
}

export function isEmpty(value: Json): boolean {
  return typeof value === 'object' && isValue(value);
}

/** `description: { $ref: intro.md }` is the text of the file. */
function isTextFile(source: SourceMember, target: Json, { finder, ledger, texts }: Comparison): boolean {
  const reference = own(source.value, '$ref');
  if (typeof reference !== 'string' || typeof target !== 'string') return false;
  const found = finder.find(reference, source.place);
  if (found.kind !== 'found' || found.value !== target) return false;
  texts.add(found.pointer);
  ledger.differ(source, { target, rule: 'text-file' });
  return true;
}
