import type { Leads, MemberTable, ObjectKind, SpecVersion } from './member-table.ts';
import { findMember, tablesOf } from './tables-of.ts';

/** What the members of one kind of object lead to, in one version of the specification. */
export class KindLeads {
  readonly #named = new Map<string, Leads | undefined>();
  readonly #others: Leads | undefined;

  constructor(table: MemberTable, version: SpecVersion) {
    for (const name of Object.keys(table.members)) this.#named.set(name, findMember(table, name, version)?.leads);
    this.#others = table.others?.leads;
  }

  /** Undefined for a member that leads to no object with a table. */
  of(name: string): Leads | undefined {
    const leads = this.#named.get(name);
    if (leads !== undefined || this.#others === undefined) return leads;
    return name.startsWith('x-') || this.#named.has(name) ? undefined : this.#others;
  }
}

const byVersion = new Map<SpecVersion, ReadonlyMap<ObjectKind, KindLeads>>();

/** The tables of a version, read once: `findMember` looks each row up, which walks over all objects of a document cannot afford. */
export function leadsOf(version: SpecVersion): ReadonlyMap<ObjectKind, KindLeads> {
  const known = byVersion.get(version);
  if (known !== undefined) return known;
  const tables = tablesOf(version);
  const leads = new Map<ObjectKind, KindLeads>();
  for (const kind of Object.keys(tables) as ObjectKind[]) {
    const table = tables[kind];
    if (table !== undefined) leads.set(kind, new KindLeads(table, version));
  }
  byVersion.set(version, leads);
  return leads;
}
