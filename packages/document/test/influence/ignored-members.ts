import type { SpecVersion } from './grammar.ts';

/** A kind of member that may be without influence, and the sentence of the specification that allows it. */
export interface IgnoredMember {
  /** As `findLeaves` names it. */
  readonly kind: string;
  readonly versions: readonly SpecVersion[];
  readonly source: string;
  readonly sentence: string;
}

/** The documented exceptions of the influence property. */
export const ignoredMembers: readonly IgnoredMember[] = [
  {
    kind: 'reference.sibling',
    versions: ['2.0'],
    source: 'OpenAPI 2.0, Reference Object; JSON Reference (draft-pbryan-zyp-json-ref-03), section 3',
    sentence: 'Any members other than "$ref" in a JSON Reference object SHALL be ignored.',
  },
  {
    kind: 'reference.sibling',
    versions: ['3.0'],
    source: 'OpenAPI 3.0.4, Reference Object',
    sentence: 'This object cannot be extended with additional properties, and any properties added SHALL be ignored.',
  },
  {
    kind: 'ignored-header-parameter.{member}',
    versions: ['3.0', '3.1', '3.2'],
    source: 'OpenAPI 3.0.4, Parameter Object, name',
    sentence:
      'If `in` is "header" and the `name` field is "Accept", "Content-Type" or "Authorization", the parameter definition SHALL be ignored.',
  },
];

/** Whether a kind of member may be without influence in a version. */
export function isIgnored(kind: string, version: SpecVersion): boolean {
  const general = kind.startsWith('ignored-header-parameter.') ? 'ignored-header-parameter.{member}' : kind;
  return ignoredMembers.some((member) => member.kind === general && member.versions.includes(version));
}
