import { isObject, type Json, type JsonObject } from '@connectory/json';
import { memberOf, own, ownAside, ownObject, type SourceMember } from '../ledger/source-member.ts';
import { compareData, isEmpty } from '../values/compare-data.ts';
import { compareMember, compareObject } from '../objects/compare-object.ts';
import type { Comparison } from '../values/comparison.ts';
import { compareSchema } from '../schemas/compare-schema.ts';

/** Compares a document of OpenAPI 3, a part at a time. */
export function* compareDocument(root: SourceMember, comparison: Comparison): Generator<void> {
  const { exported, ledger } = comparison;
  if (!isObject(root.value)) return;
  // References to shared objects are compared with what was found here.
  for (const key of ['components', ...Object.keys(root.value).filter((name) => name !== 'components')]) {
    if (own(root.value, key) === undefined) continue;
    const member = memberOf(root, key);
    if (key === 'openapi') compareVersion(member, comparison);
    else if (key === 'jsonSchemaDialect') ledger.differ(member, { otherwise: 'dialect' });
    else if (key === 'components') yield* compareComponents(member, ownObject(exported, key), comparison);
    else if (key === 'paths' || key === 'webhooks' || key === 'x-webhooks')
      yield* compareItems(member, ownObject(exported, key === 'paths' ? key : 'webhooks'), comparison);
    else compareMember('document', member, own(exported, key), comparison);
    yield;
  }
}

/** The version that the source declares, as `openapi` or `swagger`. */
export function compareVersion(member: SourceMember, { exported, ledger }: Comparison): void {
  const target = own(exported, 'openapi');
  if (member.value === target) ledger.equal(member);
  else ledger.differ(member, { target, rule: 'openapi-version' });
}

/** Compares `paths` or `webhooks`. */
export function* compareItems(source: SourceMember, target: JsonObject, comparison: Comparison): Generator<void> {
  if (!isObject(source.value) || isEmpty(source.value)) {
    compareData(source, own(comparison.exported, source.key), comparison);
    return;
  }
  for (const key of Object.keys(source.value)) {
    const member = memberOf(source, key);
    const isExtension = key.startsWith('x-') && (source.key === 'paths' || !isObject(member.value));
    if (isExtension) compareData(member, own(target, key), comparison);
    else compareObject('path-item', member, itemAt(source.key, key, target, comparison), comparison);
    yield;
  }
}

/** A webhook of 3.0's extension has another name where `webhooks` has its own. */
function itemAt(section: string | number, key: string, target: JsonObject, { source }: Comparison): Json | undefined {
  const webhooks = section === 'x-webhooks' ? own(source, 'webhooks') : undefined;
  return own(webhooks, key) === undefined ? own(target, key) : ownAside(target, webhooks, key);
}

function* compareComponents(source: SourceMember, target: JsonObject, comparison: Comparison): Generator<void> {
  if (!isObject(source.value) || isEmpty(source.value)) {
    compareData(source, own(comparison.exported, 'components'), comparison);
    return;
  }
  for (const key of Object.keys(source.value)) {
    const member = memberOf(source, key);
    if (key === 'schemas') yield* compareSchemas(member, comparison);
    else compareMember('components', member, own(target, key), comparison);
    yield;
  }
}

/** Compares the shared schemas, of which some have another name in the export. */
export function* compareSchemas(source: SourceMember, comparison: Comparison): Generator<void> {
  const { renamed, pairs, exported } = comparison;
  const target = ownObject(ownObject(exported, 'components'), 'schemas');
  if (!isObject(source.value) || isEmpty(source.value)) {
    const components = ownObject(exported, 'components');
    const aside = ownAside(components, own(comparison.source, 'components'), 'schemas');
    compareData(source, aside ?? own(components, 'schemas'), comparison);
    return;
  }
  const keys = Object.keys(source.value);
  const targetOf = (key: string) => own(target, key) ?? own(target, renamed.get(key) ?? key);
  for (const key of keys) pairs.claim(memberOf(source, key).value, targetOf(key));
  for (const key of keys) {
    compareSchema(memberOf(source, key), targetOf(key), comparison);
    yield;
  }
}
