/** The versions of the specification that differ in their objects. */
export type SpecVersion = '2.0' | '3.0' | '3.1' | '3.2';

/** The kinds of objects of the specification, named as in the published schema of OpenAPI 3.1; `items` is an object of 2.0 alone. */
export type ObjectKind =
  | 'document'
  | 'info'
  | 'contact'
  | 'license'
  | 'server'
  | 'server-variable'
  | 'components'
  | 'paths'
  | 'path-item'
  | 'operation'
  | 'external-documentation'
  | 'parameter'
  | 'request-body'
  | 'media-type'
  | 'encoding'
  | 'responses'
  | 'response'
  | 'callbacks'
  | 'example'
  | 'link'
  | 'header'
  | 'items'
  | 'tag'
  | 'security-scheme'
  | 'oauth-flows'
  | 'oauth-flow'
  | 'security-requirement'
  | 'schema';

/**
 * The fate of a member:
 * - `mapped`: it becomes a field of the entity and is no part of the extras;
 * - `followed`: its objects become entities or parts of one; those that are refused are part of the extras;
 * - `rule`: a rule, or a translation to the spelling of 3.1, decides;
 * - `kept`: it is part of the extras. This is the fate of every member that no table names.
 */
export type Fate = 'mapped' | 'followed' | 'rule' | 'kept';

/** The kind of object that a member leads to: one, a list of them, or a map from names to them. */
export interface Leads {
  readonly kind: ObjectKind;
  readonly as: 'one' | 'list' | 'map';
}

export interface Member {
  readonly fate: Fate;
  /** For readers of the documentation: the field that it becomes, or the rule that decides. */
  readonly to?: string;
  /** Undefined when its value holds no object with a table. */
  readonly leads?: Leads;
  /** Undefined: all versions of its table. */
  readonly versions?: readonly SpecVersion[];
}

/** One kind of object: its members by name, and for maps of objects the member that stands for all others but extensions. */
export interface MemberTable {
  readonly members: { readonly [name: string]: Member };
  readonly others?: Member;
}

export type MemberTables = { readonly [Kind in ObjectKind]?: MemberTable };

export const one = (kind: ObjectKind): Leads => ({ kind, as: 'one' });
export const listOf = (kind: ObjectKind): Leads => ({ kind, as: 'list' });
export const mapOf = (kind: ObjectKind): Leads => ({ kind, as: 'map' });

export const mapped = (to: string, leads?: Leads): Member => createMember('mapped', to, leads);
export const followed = (leads: Leads, to?: string): Member => createMember('followed', to, leads);
export const ruled = (to: string, leads?: Leads): Member => createMember('rule', to, leads);
export const kept = (leads?: Leads, to?: string): Member => createMember('kept', to, leads);

/** The same member, which only some versions have. */
export function only(versions: readonly SpecVersion[], member: Member): Member {
  return { ...member, versions };
}

function createMember(fate: Fate, to: string | undefined, leads: Leads | undefined): Member {
  return { fate, ...(to === undefined ? {} : { to }), ...(leads === undefined ? {} : { leads }) };
}
