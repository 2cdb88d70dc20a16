import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaPatternUnsupported: Rule = {
  code: 'SCHEMA_PATTERN_UNSUPPORTED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'pattern')} without effect, kept as annotation: not a regular expression of ECMA-262. Rewrite the pattern.`,
  meaning: 'A `pattern` or a key of `patternProperties` does not compile with the flag `u`, as JSON Schema requires.',
};
