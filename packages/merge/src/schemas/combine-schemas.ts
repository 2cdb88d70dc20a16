import type { Combine } from '../fields/merge-context.ts';
import { combineMembers } from '../fields/combine-members.ts';
import { combineSets } from '../fields/combine-sets.ts';

/** Keywords whose members are schemas, by a name that the document chose (JSON Schema 2020-12, sections 8 and 10). */
const namedSchemas: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);

/** Keywords that are a schema. */
const schemas: ReadonlySet<string> = new Set([
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

/** Merges schemas keyword by keyword. `required`, `type` and `enum` merge as sets. Other lists, and data as in `default`, are atoms. */
export const combineSchemas: Combine = (context, place, values) =>
  combineMembers(combineKeyword)(context, place, values);

function combineKeyword(name: string): Combine | undefined {
  if (namedSchemas.has(name)) return combineMembers(() => combineSchemas);
  if (schemas.has(name)) return combineSchemas;
  switch (name) {
    case 'required':
      return combineSets('empty');
    case 'enum':
    case 'type':
      return combineSets('any');
    default:
      return undefined;
  }
}
