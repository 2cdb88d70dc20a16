import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceSiblingsIgnored: Rule = {
  code: 'REFERENCE_SIBLINGS_IGNORED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'reference')} with sibling keywords that OpenAPI 3.0 ignores. Annotations were kept, the others left out. Use "allOf" to combine them.`,
  meaning: 'A `$ref` of an OpenAPI 3.0 schema has keywords beside it that are not annotations.',
};
