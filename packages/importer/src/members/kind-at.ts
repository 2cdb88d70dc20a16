import type { Leads, MemberTable, ObjectKind, SpecVersion } from './member-table.ts';
import { findMember, tablesOf } from './tables-of.ts';

/** The kind of the object at a place of an OpenAPI document; undefined within schemas and data, and for maps and lists of objects. */
export function kindAt(tokens: readonly string[], version: SpecVersion): ObjectKind | undefined {
  let kind: ObjectKind = 'document';
  for (let index = 0; index < tokens.length; index += 1) {
    const table: MemberTable | undefined = tablesOf(version)[kind];
    const leads: Leads | undefined =
      table === undefined ? undefined : findMember(table, tokens[index] ?? '', version)?.leads;
    if (leads === undefined) return undefined;
    if (leads.as !== 'one') index += 1;
    if (index >= tokens.length) return undefined;
    kind = leads.kind;
  }
  return kind;
}
