import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { textOf } from '../../objects/text-of.ts';
import {
  memberAt,
  memberOf,
  own,
  ownAside,
  ownOrAside,
  ownList,
  ownObject,
  sameJson,
  type SourceMember,
} from '../ledger/source-member.ts';
import { compareData, isEmpty } from '../values/compare-data.ts';
import { compareMember, compareObject, compareSibling } from '../objects/compare-object.ts';
import { type Comparison, resolveInExport } from '../values/comparison.ts';
import { compareParameter, keyOf, resolveInSource } from '../operations/compare-parameters.ts';
import { type CompareOperation, comparePathItem, ownParameters } from '../operations/compare-path-item.ts';
import { asOpenapi3, compareKeptMember, compareOperationMembers } from '../operations/compare-operation.ts';
import { compareField, compareParameter2, compareValue2 } from './compare-parameter.ts';
import { compareResponse2 } from './compare-response.ts';
import { compareSecurityScheme } from './compare-security-scheme.ts';
import { compareAddress, contentOf } from './compare-swagger-2.ts';

/** Compares an operation of Swagger 2.0. */
const compareOperation2: CompareOperation = (operation, target, item, comparison) => {
  compareOperationMembers(operation, target, comparison, (member, exported, value) => {
    const { key } = member;
    if (key === 'parameters') compareParameters2(member, exported, comparison);
    else if (key === 'consumes' || key === 'produces') compareMediaTypes(value, member, exported, comparison);
    else if (key === 'schemes') compareSchemes(value, member, exported, comparison);
    else if (openapi3Members.has(String(key)))
      compareMember('operation', member, ownOrAside(exported, value, String(key)), asOpenapi3(comparison));
    else compareKeptMember(member, exported, item.source, comparison);
  });
};

/** Members of OpenAPI 3 that some documents of Swagger 2.0 have. */
const openapi3Members: ReadonlySet<string> = new Set(['requestBody', 'callbacks', 'servers']);

/** The request body of the export that a parameter of the source became, or is a field of. */
type FindBody = (parameter: Json) => JsonObject | undefined;

function compareParameters2(source: SourceMember, target: JsonObject, comparison: Comparison): void {
  const body = own(target, 'requestBody');
  const findBody: FindBody = (parameter) => (isObject(body) && takes(body, parameter, comparison) ? body : undefined);
  compareListed(source, [...ownParameters(target), ...ownList(target, 'x-parameters')], findBody, comparison);
}

/** @param listed the parameters of the export. */
function compareListed(
  source: SourceMember,
  listed: readonly Json[],
  findBody: FindBody,
  comparison: Comparison,
): void {
  const { value } = source;
  if (!isArray(value) || isEmpty(value)) {
    compareData(source, isEmpty(value) ? undefined : listed.at(-1), comparison);
    return;
  }
  const free = [...listed];
  let hasBody = false;
  const fields = new Set<string | undefined>();
  value.forEach((_item, index) => {
    const member = memberOf(source, index);
    const parameter = resolveInSource(member.value, member, comparison);
    const isBody = own(parameter, 'in') === 'body';
    const key = keyOf(parameter);
    // The first of several bodies, and of several fields with the same name, is imported.
    const body = (isBody && hasBody) || fields.has(key) ? undefined : findBody(parameter);
    if (body !== undefined && !isBody) fields.add(key);
    if (body === undefined) compareParameter(member, free, comparison);
    else if (isBody) compareObject('parameter', member, body, comparison);
    else compareFormField(member, body, comparison);
    hasBody ||= isBody;
  });
}

/** Whether a parameter may have become a body, or be a field of it. */
function takes(body: JsonObject, parameter: Json, { exported }: Comparison): boolean {
  const location = own(parameter, 'in');
  if (location !== 'formData') return location === 'body';
  const isForm = Object.keys(ownObject(body, 'content')).every((type) =>
    /^(multipart\/|application\/x-www-form)/.test(type),
  );
  if (!isForm) return false;
  const form = resolveInExport(own(contentOf(body)[0], 'schema'), exported);
  return own(ownObject(form, 'properties'), textOf(own(parameter, 'name'))) !== undefined;
}

function compareFormField(member: SourceMember, body: JsonObject, comparison: Comparison): void {
  const reference = own(member.value, '$ref');
  const found = typeof reference === 'string' ? comparison.finder.find(reference, member.place) : undefined;
  if (found?.kind !== 'found') {
    compareField(member, body, comparison);
    return;
  }
  comparison.ledger.differ(memberOf(member, '$ref'), { rule: 'written-out' });
  for (const key of Object.keys(member.value ?? {}))
    if (key !== '$ref') compareSibling('parameter', memberOf(member, key), undefined, comparison);
  compareField(memberAt(found.pointer, found.value), body, comparison);
}

/** Media types are keys of `content`; those that no body shows are kept under names of extensions. */
function compareMediaTypes(
  operation: JsonObject,
  member: SourceMember,
  target: JsonObject,
  { ledger, source, exported }: Comparison,
): void {
  const { key, value } = member;
  const kept = ownAside(target, operation, key);
  const bodies = key === 'consumes' ? [own(target, 'requestBody')] : Object.values(ownObject(target, 'responses'));
  const shown = new Set(bodies.flatMap((body) => Object.keys(ownObject(resolveInExport(body, exported), 'content'))));
  const types = isArray(value) ? value : [value];
  if (kept !== undefined) ledger.differ(member, { target: kept, rule: 'set-aside' });
  else if (types.every((type) => typeof type === 'string' && shown.has(type)) && !isEmpty(value))
    ledger.differ(member, { target: [...shown], rule: 'media-types' });
  else if (sameJson(own(source, key), value)) ledger.differ(member, { rule: 'default' });
  else ledger.differ(member, { target: [...shown], otherwise: isEmpty(value) ? 'empty' : undefined });
}

function compareSchemes(operation: JsonObject, member: SourceMember, target: JsonObject, comparison: Comparison): void {
  if (sameJson(own(comparison.source, 'schemes'), member.value)) comparison.ledger.differ(member, { rule: 'default' });
  else compareAddress(member, own(target, 'servers'), ownAside(target, operation, 'schemes'), comparison);
}

/** Parameters of a path item of Swagger 2.0 are parameters or bodies of its operations. */
function compareInherited2(
  source: SourceMember,
  targets: readonly Json[],
  target: JsonObject,
  comparison: Comparison,
): void {
  const item: Json = source.holder as JsonObject;
  const findBody: FindBody = (parameter) => {
    const bodies = Object.keys(item).flatMap((key) => {
      const body = own(own(target, key.toLowerCase()), 'requestBody');
      return isObject(body) && !replaces(own(item, key), parameter, source, comparison) ? [body] : [];
    });
    return bodies.find((body) => takes(body, parameter, comparison));
  };
  compareListed(source, [...targets, ...ownList(target, 'x-parameters')], findBody, comparison);
}

/** Whether parameters of an operation take the place of one of its path item that is a body or a field. */
function replaces(operation: Json | undefined, inherited: Json, list: SourceMember, comparison: Comparison): boolean {
  const isField = own(inherited, 'in') === 'formData';
  return ownList(operation, 'parameters').some((item) => {
    const parameter = resolveInSource(item, list, comparison);
    const location = own(parameter, 'in');
    if (location === 'formData') return !isField || own(parameter, 'name') === own(inherited, 'name');
    return location === 'body';
  });
}

/** Objects of Swagger 2.0 with rules of their own. */
export const swagger2Comparisons: Comparison['own'] = {
  'path-item': (source, target, comparison) => {
    comparePathItem(source, target, comparison, compareOperation2, compareInherited2);
  },
  parameter: compareParameter2,
  header: compareValue2,
  response: compareResponse2,
  'security-scheme': compareSecurityScheme,
};
