import type { Leads, MemberTable, ObjectKind, SpecVersion } from './member-table.ts';
import { findMember, tablesOf } from './tables-of.ts';

/** What a place of a document holds: an object of a kind, or a map or list of such objects. */
export type PlaceKind = ObjectKind | 'map' | 'list';

/** The kind of a place of an OpenAPI document; undefined within data, and of schemas within schemas. */
export function kindAt(tokens: readonly string[], version: SpecVersion): PlaceKind | undefined {
  let kind: ObjectKind = 'document';
  for (let index = 0; index < tokens.length; index += 1) {
    const table: MemberTable | undefined = tablesOf(version)[kind];
    const leads: Leads | undefined =
      table === undefined ? undefined : findMember(table, tokens[index] ?? '', version)?.leads;
    if (leads === undefined) return undefined;
    if (leads.as !== 'one') index += 1;
    if (index >= tokens.length) return leads.as === 'list' ? 'list' : 'map';
    kind = leads.kind;
    if (kind === 'schema' && index + 1 < tokens.length) return kindInSchema(tokens.slice(index + 1));
  }
  return kind;
}

const maps: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
]);
const lists: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const singles: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'additionalItems',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contains',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
  'contentSchema',
]);

/** Whether tokens lead from a schema to a map or list of schemas, and not to one of these. */
function kindInSchema(tokens: readonly string[]): 'map' | 'list' | undefined {
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    const kind = maps.has(token) ? 'map' : lists.has(token) ? 'list' : undefined;
    if (kind === undefined && !singles.has(token)) return undefined;
    const isTuple = token === 'items' && /^\d+$/.test(tokens[index + 1] ?? '');
    if (kind !== undefined || isTuple) index += 1;
    if (kind !== undefined && index >= tokens.length) return kind;
  }
  return undefined;
}

/** Whether the last of some tokens is a keyword that holds a map of schemas, and no name in such a map. */
export function isSchemaMap(tokens: readonly string[]): boolean {
  let names = 0;
  for (let index = tokens.length - 1; index >= 0 && maps.has(tokens[index] ?? ''); index -= 1) names += 1;
  return names % 2 === 1;
}
