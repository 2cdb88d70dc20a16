import type { Member, MemberTable, MemberTables, SpecVersion } from './member-table.ts';
import { openapi3Tables } from './openapi-3-tables.ts';
import { swagger2Tables } from './swagger-2-tables.ts';

/** @param openapi the version that a document declares, as `3.0.3`. */
export function specVersionOf(openapi: string): SpecVersion {
  if (openapi.startsWith('2')) return '2.0';
  if (openapi.startsWith('3.0')) return '3.0';
  return openapi.startsWith('3.1') ? '3.1' : '3.2';
}

/** The tables of one version. A kind that the version does not know has none. */
export function tablesOf(version: SpecVersion): MemberTables {
  return version === '2.0' ? swagger2Tables : openapi3Tables;
}

/**
 * The row of a member: its own, else that of all others of a map.
 * @returns undefined for a member that is kept because no table names it, such as an extension.
 */
export function findMember(table: MemberTable, name: string, version: SpecVersion): Member | undefined {
  const own = Object.hasOwn(table.members, name) ? table.members[name] : undefined;
  if (own !== undefined) return own.versions?.includes(version) === false ? undefined : own;
  return name.startsWith('x-') ? undefined : table.others;
}
