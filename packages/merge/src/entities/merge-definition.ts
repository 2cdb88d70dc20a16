import type { Json } from '@connectory/json';
import { combineMembers } from '../fields/combine-members.ts';
import { combineSets } from '../fields/combine-sets.ts';
import type { Combine } from '../fields/merge-context.ts';
import { combineSchemas } from '../schemas/combine-schemas.ts';
import { findSchemaFaults } from '../schemas/find-schema-faults.ts';

/** Merges a schema, unless the result would not compile: then the schemas conflict as a whole. */
const combineWholeSchemas: Combine = (context, place, values) => {
  const before = context.conflicts.length;
  const merged = combineSchemas(context, place, values);
  if (merged?.value === undefined || compiles(merged.value, [values.ours, values.theirs])) return merged;
  context.conflicts.length = before;
  return undefined;
};

/** A fault that either schema has already is none of the merge. */
function compiles(merged: Json, sources: readonly (Json | undefined)[]): boolean {
  const faults = [...findSchemaFaults(merged)];
  if (faults.length === 0) return true;
  const known = sources.map((source) => findSchemaFaults(source ?? {}));
  return faults.every((fault) => known.some((those) => those.has(fault)));
}

const combines = new Map<string, Combine>([
  ['accept', combineSets('empty')],
  ['schema', combineWholeSchemas],
]);

/** Merges definitions field by field. */
export const combineDefinitions: Combine = combineMembers((name) => combines.get(name));
