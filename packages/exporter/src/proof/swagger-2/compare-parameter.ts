import { isObject, type Json, type JsonObject } from '@connectory/json';
import { freeName } from '../../objects/free-name.ts';
import { memberOf, own, ownAside, ownList, ownObject, ownOrAside, type SourceMember } from '../ledger/source-member.ts';
import { compareData } from '../values/compare-data.ts';
import type { CompareObject, Comparison } from '../values/comparison.ts';
import { findInExport } from '../values/comparison.ts';
import { compareMember } from '../objects/compare-object.ts';
import { isDefaultFlag, isPathFlag } from '../operations/compare-operation.ts';
import { compareKeyword, compareSchema } from '../schemas/compare-schema.ts';
import { contentOf } from './compare-swagger-2.ts';

/** Members of parameters, headers and items that are no keywords of their schema. */
const besides: ReadonlySet<string> = new Set([
  'name',
  'in',
  'required',
  'description',
  'collectionFormat',
  'allowEmptyValue',
  'schema',
  '$ref',
]);

/** Compares a parameter of Swagger 2.0 with a parameter, or with the request body that it became. */
export const compareParameter2: CompareObject = (source, target, comparison) => {
  const isBody = own(source.value, 'in') === 'body' && own(target, 'in') === undefined;
  if (isBody) compareBody(source, target, comparison);
  else compareValue2(source, target, comparison);
};

/** Compares a parameter or header, whose keywords are in `schema`. */
export const compareValue2: CompareObject = (source, target, comparison) => {
  const { value } = source;
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    const member = memberOf(source, key);
    if (key === 'required' && (isDefaultFlag(member, target, comparison) || isPathFlag(member, target, comparison)))
      continue;
    if (key === 'collectionFormat') compareFormat(member, target, comparison);
    else if (key === 'schema')
      compareSchema(
        member,
        own(value, 'type') === undefined ? own(target, 'schema') : ownAside(target, value, 'schema'),
        comparison,
      );
    else compareValueMember(value, member, target, comparison);
  }
};

function compareValueMember(value: JsonObject, member: SourceMember, target: JsonObject, comparison: Comparison): void {
  const key = String(member.key);
  const found = ownOrAside(target, value, key);
  if (besides.has(key) || found !== undefined) compareMember('parameter', member, found, comparison);
  else compareKeyword(value, member, ownObject(target, 'schema'), comparison);
}

function compareFormat(member: SourceMember, target: JsonObject, { ledger }: Comparison): void {
  const kept = own(target, 'x-collectionFormat');
  if (kept !== undefined) ledger.differ(member, { target: kept, rule: 'set-aside' });
  else {
    const isSaid = own(target, 'style') !== undefined || own(target, 'explode') !== undefined;
    ledger.differ(member, isSaid ? { target: own(target, 'style'), rule: 'list-format' } : {});
  }
}

const otherNames: ReadonlyMap<string, string> = new Map([
  ['name', 'x-body-name'],
  ['collectionFormat', 'x-collectionFormat'],
]);

/** Compares a parameter in the body with the request body that it became. */
function compareBody(source: SourceMember, target: JsonObject, comparison: Comparison): void {
  const { value } = source;
  if (!isObject(value)) return;
  const schemas = contentOf(target).map((media) => own(media, 'schema'));
  for (const key of Object.keys(value)) {
    const member = memberOf(source, key);
    const renamed = otherNames.get(key);
    const found = renamed === undefined ? ownOrAside(target, value, key) : own(target, freeName(value, renamed));
    if (key === 'in') comparison.ledger.differ(member, { rule: 'body' });
    else if (key === 'name' && found !== undefined) comparison.ledger.differ(member, { target: found, rule: 'body' });
    else if (key === 'schema') compareSchema(member, schemas[0], comparison);
    else if (found !== undefined) compareData(member, found, comparison);
    else if (key !== 'required' || !isDefaultFlag(member, target, comparison))
      compareInSchema(value, member, schemas[0], comparison);
  }
}

function compareInSchema(
  value: JsonObject,
  member: SourceMember,
  schema: Json | undefined,
  comparison: Comparison,
): void {
  const reference = own(schema, '$ref');
  const found = typeof reference === 'string' ? findInExport(reference, comparison.exported) : schema;
  if (besides.has(String(member.key)) || !isObject(found)) compareData(member, undefined, comparison);
  else compareKeyword(value, member, found, comparison);
}

/** Compares a form field with the property that it became. */
export function compareField(source: SourceMember, target: JsonObject, comparison: Comparison): void {
  const { value } = source;
  if (!isObject(value)) return;
  const name = own(value, 'name');
  const media = contentOf(target)[0];
  const schema = own(media, 'schema');
  const reference = own(schema, '$ref');
  const form = typeof reference === 'string' ? findInExport(reference, comparison.exported) : schema;
  const property = typeof name === 'string' ? own(own(form, 'properties'), name) : undefined;
  if (typeof name !== 'string' || !isObject(property)) {
    compareData(source, undefined, comparison);
    return;
  }
  for (const key of Object.keys(value)) {
    const member = memberOf(source, key);
    if (key === 'in' || key === 'name') comparison.ledger.differ(member, { rule: 'body' });
    else if (key === 'required') compareFieldRequired(member, name, form, ownAside(property, value, key), comparison);
    else if (key === 'collectionFormat')
      compareFormat(member, ownObject(ownObject(media, 'encoding'), name), comparison);
    else if (key === 'schema')
      compareSchema(member, own(value, 'type') === undefined ? property : own(property, 'x-schema'), comparison);
    else if (own(own(value, 'schema'), key) !== undefined && own(property, `x-${key}`) !== undefined)
      comparison.ledger.differ(member, { target: own(property, `x-${key}`), rule: 'set-aside' });
    else compareKeyword(value, member, property, comparison);
  }
}

function compareFieldRequired(
  member: SourceMember,
  name: string,
  form: Json | undefined,
  aside: Json | undefined,
  { ledger }: Comparison,
): void {
  const isRequired = ownList(form, 'required').includes(name);
  if (member.value === isRequired) {
    if (isRequired) ledger.equal(member);
    else ledger.differ(member, { rule: 'default' });
  } else ledger.differ(member, { target: aside, otherwise: aside === undefined ? undefined : 'set-aside' });
}
