import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { methodFields } from '@connectory/importer';
import { memberOf, own, type SourceMember } from '../ledger/source-member.ts';
import { compareData } from '../values/compare-data.ts';
import { compareMember } from '../objects/compare-object.ts';
import { type Comparison, resolveInExport } from '../values/comparison.ts';
import { compareParameters, keyOf, keysOf } from './compare-parameters.ts';

/** Compares the operation at a member of a path item. @param item the path item of the source, and that of the export. */
export type CompareOperation = (
  operation: SourceMember,
  target: Json | undefined,
  item: { readonly source: JsonObject; readonly target: JsonObject },
  comparison: Comparison,
) => void;

/** Compares the parameters of a path item with those of the export. @param target the path item of the export. */
type CompareShared = (
  source: SourceMember,
  targets: readonly Json[],
  target: JsonObject,
  comparison: Comparison,
) => void;

const compareParametersOf: CompareShared = (source, targets, _target, comparison) => {
  compareParameters(source, targets, comparison);
};

/** Compares a path item. Its parameters are those of its operations in the export. */
export function comparePathItem(
  source: SourceMember,
  target: JsonObject,
  comparison: Comparison,
  compareOperation: CompareOperation,
  compareShared: CompareShared = compareParametersOf,
): void {
  const { value } = source;
  if (!isObject(value)) return;
  const item = { source: value, target };
  for (const key of Object.keys(value)) {
    const member = memberOf(source, key);
    if (methodFields.has(key.toLowerCase()) && isObject(member.value))
      compareOperation(member, own(target, key) ?? own(target, key.toLowerCase()), item, comparison);
    else if (key === 'additionalOperations' && isObject(member.value) && Object.keys(member.value).length > 0)
      compareAdditional(member, item, comparison, compareOperation);
    else if (key !== 'parameters') compareMember('path-item', member, own(target, key), comparison);
  }
  const parameters = own(value, 'parameters');
  if (parameters !== undefined && !isArray(parameters))
    compareData(memberOf(source, 'parameters'), own(target, 'parameters'), comparison);
  else if (parameters !== undefined) {
    const targets = [...inheritedOf(source, target, comparison), ...ownParameters(target)];
    compareShared(memberOf(source, 'parameters'), targets, target, comparison);
  }
}

const none: ReadonlySet<string | undefined> = new Set();

/** The parameters of a path item as operations of the export have them, each once. Those that an operation replaces are none. */
function inheritedOf(source: SourceMember, target: JsonObject, comparison: Comparison): readonly Json[] {
  const found = new Map<string | undefined, Json>();
  const item = isObject(source.value) ? source.value : {};
  // Operations beside which there is only a reference are those of the path item that it leads to.
  const referred =
    own(item, '$ref') === undefined ? [] : Object.keys(target).filter((key) => !Object.hasOwn(item, key));
  for (const key of [...Object.keys(item), ...referred]) {
    const operation = memberOf(source, key);
    if (!methodFields.has(key.toLowerCase()) || (!isObject(operation.value) && !referred.includes(key))) continue;
    const replaced = isObject(operation.value) ? keysOf(memberOf(operation, 'parameters'), comparison) : none;
    for (const parameter of ownParameters(own(target, key.toLowerCase()))) {
      const name = keyOf(resolveInExport(parameter, comparison.exported));
      if (!replaced.has(name) && !found.has(name)) found.set(name, parameter);
    }
  }
  return [...found.values()];
}

/** The parameters of an operation or path item; a value that is no list counts as one. */
export function ownParameters(target: Json | undefined): readonly Json[] {
  const value = own(target, 'parameters');
  return isArray(value) ? value : value === undefined ? [] : [value];
}

function compareAdditional(
  source: SourceMember,
  item: { readonly source: JsonObject; readonly target: JsonObject },
  comparison: Comparison,
  compareOperation: CompareOperation,
): void {
  const { target } = item;
  for (const name of Object.keys(isObject(source.value) ? source.value : {})) {
    const found = own(own(target, 'additionalOperations'), name) ?? own(target, name.toLowerCase());
    compareOperation(memberOf(source, name), found, item, comparison);
  }
}
