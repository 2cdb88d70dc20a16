import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaPatternUnsupported: Rule = {
  code: 'SCHEMA_PATTERN_UNSUPPORTED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'pattern')} not a regular expression of ECMA-262, kept as an annotation without effect. Rewrite the pattern.`,
  meaning: 'A `pattern` or a key of `patternProperties` does not compile with the flag `u`, as JSON Schema requires.',
};
