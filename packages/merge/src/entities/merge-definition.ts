import { isObject, type Json } from '@connectory/json';
import { combineMembers } from '../fields/combine-members.ts';
import { combineSets } from '../fields/combine-sets.ts';
import type { Combine } from '../fields/merge-context.ts';
import { combineSchemas } from '../schemas/combine-schemas.ts';
import { findDanglingReference } from '../schemas/find-dangling-reference.ts';

/** Merges a schema, unless the result would not compile: then the schemas conflict as a whole. */
const combineWholeSchemas: Combine = (context, place, values) => {
  const before = context.conflicts.length;
  const merged = combineSchemas(context, place, values);
  if (merged?.value === undefined || compiles(merged.value, [values.ours, values.theirs])) return merged;
  context.conflicts.length = before;
  return undefined;
};

/** A reference that dangles in either schema already is no fault of the merge. */
function compiles(merged: Json, sources: readonly (Json | undefined)[]): boolean {
  return (
    findDanglingReference(merged) === undefined ||
    sources.some((source) => isObject(source) && findDanglingReference(source) !== undefined)
  );
}

const combines = new Map<string, Combine>([
  ['accept', combineSets('empty')],
  ['schema', combineWholeSchemas],
]);

/** Merges definitions field by field. */
export const combineDefinitions: Combine = combineMembers((name) => combines.get(name));
