import type { SpecVersion } from './grammar.ts';

/** A kind of member that may be without influence, and the sentence of the specification that allows it. */
export interface IgnoredMember {
  /** As `findLeaves` names it. */
  readonly kind: string;
  /** As `docs/mapping.md` names it. */
  readonly text: string;
  readonly versions: readonly SpecVersion[];
  readonly source: string;
  readonly sentence: string;
}

/** The documented exceptions of the influence property. */
export const ignoredMembers: readonly IgnoredMember[] = [
  {
    kind: 'reference.sibling',
    text: 'value beside `$ref` in a schema',
    versions: ['2.0'],
    source: 'JSON Reference (draft-pbryan-zyp-json-ref-03), section 3',
    sentence: 'Any members other than "$ref" in a JSON Reference object SHALL be ignored.',
  },
  {
    kind: 'reference.sibling',
    text: 'value beside `$ref` in a schema',
    versions: ['3.0'],
    source: 'OpenAPI 3.0.4, Reference Object',
    sentence: 'This object cannot be extended with additional properties, and any properties added SHALL be ignored.',
  },
];

/** Whether a kind of member may be without influence in a version. */
export function isIgnored(kind: string, version: SpecVersion): boolean {
  return ignoredMembers.some((member) => member.kind === kind && member.versions.includes(version));
}
