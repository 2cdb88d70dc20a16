import type { Rule } from './rule.ts';

export const referenceSiblingsIgnored: Rule = {
  code: 'REFERENCE_SIBLINGS_IGNORED',
  severity: 'info',
  text: (count) =>
    `${count} reference(s) have siblings that OpenAPI 3.0 ignores; only annotations among them were kept.`,
  meaning: 'In OpenAPI 3.0 members beside `$ref` have no effect.',
};
