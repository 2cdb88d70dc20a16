import { findMember, type Leads, type ObjectKind, tablesOf } from '@connectory/importer';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { textOf } from '../../objects/text-of.ts';
import { memberAt, memberOf, own, ownAside, ownObject, sameJson, type SourceMember } from '../ledger/source-member.ts';
import { compareSchema } from '../schemas/compare-schema.ts';
import { compareData, isEmpty } from '../values/compare-data.ts';
import { compareReference } from '../values/compare-reference.ts';
import type { Comparison } from '../values/comparison.ts';

/** Compares an object of the specification with the one that stands for it in the export. */
export function compareObject(
  kind: ObjectKind,
  source: SourceMember,
  target: Json | undefined,
  comparison: Comparison,
): void {
  const { value } = source;
  if (kind === 'schema') compareSchema(source, target, comparison);
  else if (!isObject(value) || !isObject(target) || isEmpty(value)) compareData(source, target, comparison);
  else if (isWrittenOut(value, target)) compareWrittenOut(kind, source, target, comparison);
  else if (comparison.pairs.enter(value, target)) compareEntered(kind, source, target, comparison);
}

function compareEntered(kind: ObjectKind, source: SourceMember, target: JsonObject, comparison: Comparison): void {
  const compareOwn = comparison.own[kind];
  if (compareOwn === undefined || own(source.value, '$ref') !== undefined)
    compareMembers(kind, source, target, comparison);
  else compareOwn(source, target, comparison);
}

/** Compares all members of an object. */
export function compareMembers(
  kind: ObjectKind,
  source: SourceMember,
  target: JsonObject,
  comparison: Comparison,
): void {
  if (!isObject(source.value)) return;
  for (const key of Object.keys(source.value)) compareKept(kind, memberOf(source, key), target, comparison);
}

/** Members of no specification under whose names extras have something else. */
const marks: { readonly [kind in ObjectKind]?: readonly string[] } = {
  operation: ['ranges', 'webhook', 'callback'],
  response: ['status'],
};

/** Compares a member that may be set aside. */
export function compareKept(kind: ObjectKind, member: SourceMember, target: JsonObject, comparison: Comparison): void {
  const key = String(member.key);
  const aside = marks[kind]?.includes(key) === true ? ownAside(target, member.holder as JsonObject, key) : undefined;
  if (aside === undefined) compareMember(kind, member, own(target, key), comparison);
  else comparison.ledger.differ(member, { target: aside, rule: 'set-aside' });
}

/** Compares a member of an object of a kind. */
export function compareMember(
  kind: ObjectKind,
  source: SourceMember,
  target: Json | undefined,
  comparison: Comparison,
): void {
  const { version } = comparison;
  const table = tablesOf(version)[kind];
  const leads = table === undefined ? undefined : findMember(table, String(source.key), version)?.leads;
  if (source.key === '$ref' && leads === undefined) compareReference(kind, source, target, comparison);
  else if (kind === 'link' && source.key === 'operationRef') compareReference('operation', source, target, comparison);
  else if (leads === undefined) compareData(source, target, comparison);
  else compareLed(leads, source, target, comparison);
}

function compareLed({ kind, as }: Leads, source: SourceMember, target: Json | undefined, comparison: Comparison): void {
  const { value } = source;
  if (as === 'one') compareObject(kind, source, target, comparison);
  else if (as === 'list' && isArray(value) && isArray(target) && value.length > 0)
    value.forEach((_item, index) => compareObject(kind, memberOf(source, index), target[index], comparison));
  else if (as === 'map' && isObject(value) && isObject(target) && Object.keys(value).length > 0)
    for (const key of Object.keys(value)) compareObject(kind, memberOf(source, key), own(target, key), comparison);
  else compareData(source, target, comparison);
}

function isWrittenOut(value: JsonObject, target: JsonObject): boolean {
  return typeof own(value, '$ref') === 'string' && typeof own(target, '$ref') !== 'string';
}

/** A reference in whose place the export has the object that it leads to. Members beside it are members of that object. */
function compareWrittenOut(kind: ObjectKind, source: SourceMember, target: JsonObject, comparison: Comparison): void {
  const reference = memberOf(source, '$ref');
  const found = comparison.finder.find(textOf(reference.value), source.place);
  if (found.kind !== 'found') {
    compareMembers(kind, source, target, comparison);
    return;
  }
  comparison.ledger.differ(reference, { otherwise: 'written-out' });
  const compareOwn = comparison.own[kind];
  // All members beside the reference of a path item have an effect.
  if (kind === 'path-item' && compareOwn !== undefined) compareOwn(source, target, comparison);
  else
    for (const key of Object.keys(source.value ?? {}))
      if (key !== '$ref') compareBeside(kind, memberOf(source, key), found.value, target, comparison);
  compareCopy(kind, memberAt(found.pointer, found.value), target, comparison);
}

/** Compares a member beside a reference in whose place the object is. Beside that of a callback it is set aside. */
function compareBeside(
  kind: ObjectKind,
  member: SourceMember,
  referred: Json,
  target: JsonObject,
  comparison: Comparison,
): void {
  const key = String(member.key);
  const names = { ...(isObject(referred) ? referred : {}), ...(member.holder as JsonObject) };
  const aside = kind === 'callbacks' ? ownAside(target, names, key) : undefined;
  if (aside === undefined) compareSibling(kind, member, own(target, key), comparison);
  else comparison.ledger.differ(member, { target: aside, rule: 'set-aside' });
}

/** Compares a member beside a reference. */
export function compareSibling(
  kind: ObjectKind,
  source: SourceMember,
  target: Json | undefined,
  comparison: Comparison,
): void {
  const hasEffect = comparison.version === '3.1' || comparison.version === '3.2';
  if (hasEffect || sameJson(source.value, target)) compareMember(kind, source, target, comparison);
  else comparison.ledger.differ(source, { target, otherwise: 'reference-siblings' });
}

/** Compares an object with a copy of what it became. A schema in the place of a body or media type is the schema of its content. */
function compareCopy(kind: ObjectKind, source: SourceMember, target: JsonObject, comparison: Comparison): void {
  const { value } = source;
  const schema = isSchema(value) ? schemaMadeFor(kind, target) : undefined;
  if (schema !== undefined) compareSchema(source, schema, comparison);
  else if (!isObject(value) || isEmpty(value)) compareData(source, target, comparison);
  else if (isWrittenOut(value, target)) compareWrittenOut(kind, source, target, comparison);
  else if (comparison.pairs.enter(value, undefined)) compareEntered(kind, source, target, comparison);
}

function schemaMadeFor(kind: ObjectKind, target: JsonObject): Json | undefined {
  if (kind === 'media-type') return own(target, 'schema');
  if (kind !== 'response' && kind !== 'request-body') return undefined;
  return own(ownObject(ownObject(target, 'content'), 'application/json'), 'schema');
}

function isSchema(value: Json): boolean {
  return ['type', 'properties', 'items', 'allOf', 'anyOf', 'oneOf', '$schema'].some(
    (key) => own(value, key) !== undefined,
  );
}
