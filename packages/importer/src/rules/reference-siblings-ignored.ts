import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceSiblingsIgnored: Rule = {
  code: 'REFERENCE_SIBLINGS_IGNORED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'reference')} with members beside it that OpenAPI ignores: only texts and annotations have an effect. Move the others to the target, or combine schemas with "allOf".`,
  meaning:
    'A `$ref` has members beside it that OpenAPI ignores: in schemas of OpenAPI 3.0 all keywords but annotations, elsewhere all members but `summary` and `description`. Path items may have any.',
};
