import type { Leads, MemberTable, ObjectKind, SpecVersion } from './member-table.ts';
import { findMember, tablesOf } from './tables-of.ts';

/** What a place of a document holds: an object of a kind, or a map or list of such objects. */
export type PlaceKind = ObjectKind | 'map' | 'list';

/** The kind of a place of an OpenAPI document; undefined within schemas and data. */
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
  }
  return kind;
}
