import { isObject, type Json, type JsonObject } from '@connectory/json';
import { memberOf, own, sameJson, type SourceMember } from '../ledger/source-member.ts';
import { compareData } from '../values/compare-data.ts';
import { compareKept, compareMember, compareMembers } from '../objects/compare-object.ts';
import type { CompareObject, Comparison } from '../values/comparison.ts';
import { compareParameters } from './compare-parameters.ts';
import { type CompareOperation, comparePathItem, ownParameters } from './compare-path-item.ts';

/** Compares an operation. Members that apply already, by the path item or the document, are left out of the export. */
export const compareOperation: CompareOperation = (operation, target, item, comparison) => {
  compareOperationMembers(operation, target, comparison, (member, exported) => {
    if (member.key === 'parameters') compareParameters(member, ownParameters(exported), comparison);
    else compareKeptMember(member, exported, item.source, comparison);
  });
};

/** Compares each member of an operation, once for each pair of source and export. */
export function compareOperationMembers(
  operation: SourceMember,
  target: Json | undefined,
  comparison: Comparison,
  compareOne: (member: SourceMember, target: JsonObject, value: JsonObject) => void,
): void {
  const { value } = operation;
  if (!isObject(value) || !isObject(target)) {
    compareData(operation, target, comparison);
    return;
  }
  if (!comparison.pairs.enter(value, target)) return;
  if (Object.keys(value).length === 0) comparison.ledger.equal(operation);
  for (const key of Object.keys(value)) compareOne(memberOf(operation, key), target, value);
}

/** Compares a member without a rule of its own, unless it applies already. */
export function compareKeptMember(
  member: SourceMember,
  target: JsonObject,
  item: JsonObject,
  comparison: Comparison,
): void {
  if (!isLeftOut(member, target, item, comparison)) compareKept('operation', member, target, comparison);
}

/** Members of an operation that apply already. */
function isLeftOut(
  member: SourceMember,
  target: JsonObject,
  item: JsonObject,
  { source, ledger }: Comparison,
): boolean {
  const key = String(member.key);
  if (own(target, key) !== undefined) return false;
  const holder = key === 'security' ? source : ['summary', 'description', 'servers'].includes(key) ? item : undefined;
  if (holder === undefined || !sameJson(own(holder, key), member.value)) return false;
  ledger.differ(member, { rule: 'default' });
  return true;
}

/** Whether a flag says what its absence says. */
export function isDefaultFlag(member: SourceMember, target: JsonObject, { ledger }: Comparison): boolean {
  if (member.value !== false || own(target, member.key) !== undefined) return false;
  ledger.differ(member, { rule: 'default' });
  return true;
}

/** Compares a parameter or request body, whose `required: false` is left out. */
function compareRequired(kind: 'parameter' | 'request-body'): CompareObject {
  return (source, target, comparison) => {
    for (const key of Object.keys(isObject(source.value) ? source.value : {})) {
      const member = memberOf(source, key);
      if (key === 'required' && (isDefaultFlag(member, target, comparison) || isPathFlag(member, target, comparison)))
        continue;
      compareMember(kind, member, own(target, key), comparison);
    }
  };
}

export function isPathFlag(member: SourceMember, target: JsonObject, { ledger }: Comparison): boolean {
  if (own(target, 'in') !== 'path' || member.value === true) return false;
  ledger.differ(member, { target: own(target, 'required'), otherwise: 'path-parameter' });
  return true;
}

/** Objects of OpenAPI 3 with rules of their own. */
export const openapi3Comparisons: Comparison['own'] = {
  'path-item': (source, target, comparison) => comparePathItem(source, target, comparison, compareOperation),
  operation: (source, target, comparison) => compareMembers('operation', source, target, comparison),
  parameter: compareRequired('parameter'),
  'request-body': compareRequired('request-body'),
};

/** The same comparison for an object of OpenAPI 3 in a document of Swagger 2.0. */
export function asOpenapi3(comparison: Comparison): Comparison {
  return { ...comparison, version: '3.0', own: openapi3Comparisons };
}
