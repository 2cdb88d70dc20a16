import { isObject, type Json, type JsonObject } from '@connectory/json';
import { memberOf, own, ownObject, type SourceMember } from '../ledger/source-member.ts';
import { compareData } from '../values/compare-data.ts';
import { type Comparison, findInExport } from '../values/comparison.ts';

/** Compares a `discriminator`, the string of Swagger 2.0 included. */
export function compareDiscriminator(keyword: SourceMember, schema: JsonObject, comparison: Comparison): void {
  const target = own(schema, 'discriminator');
  const { value } = keyword;
  if (typeof value === 'string' && isObject(target)) compareData(keyword, own(target, 'propertyName'), comparison);
  else if (!isObject(value) || !isObject(target)) compareData(keyword, target, comparison);
  else for (const key of Object.keys(value)) compareMember(memberOf(keyword, key), target, comparison);
}

function compareMember(member: SourceMember, target: JsonObject, comparison: Comparison): void {
  const { key, value } = member;
  const found = own(target, key);
  if (key === 'mapping' && isObject(value) && isObject(found) && Object.keys(value).length > 0)
    for (const name of Object.keys(value)) compareMapping(memberOf(member, name), own(found, name), comparison);
  else if (key === 'defaultMapping') compareMapping(member, found, comparison);
  else compareData(member, found, comparison);
}

/** A value of a mapping is the name of a schema, or a reference. */
function compareMapping(member: SourceMember, target: Json | undefined, comparison: Comparison): void {
  const { value, place } = member;
  const { finder, pairs, exported, ledger } = comparison;
  if (typeof value !== 'string' || typeof target !== 'string' || value === target) {
    compareData(member, target, comparison);
    return;
  }
  const named = own(schemasOf(comparison), value);
  const found = named === undefined ? finder.find(value, place) : { kind: 'found' as const, value: named };
  const there = findInExport(target, exported);
  const fits =
    found.kind === 'found' && there !== undefined && (!pairs.has(found.value) || pairs.fits(found.value, there));
  ledger.differ(member, { target, otherwise: fits ? 'reference' : undefined });
}

function schemasOf({ source, version }: Comparison): JsonObject {
  return version === '2.0' ? ownObject(source, 'definitions') : ownObject(ownObject(source, 'components'), 'schemas');
}
