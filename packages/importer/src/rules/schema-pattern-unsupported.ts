import type { Rule } from './rule.ts';

export const schemaPatternUnsupported: Rule = {
  code: 'SCHEMA_PATTERN_UNSUPPORTED',
  severity: 'warning',
  text: (count) => `${count} pattern(s) are no regular expressions of ECMA-262 and are kept as annotations only.`,
  meaning: 'JSON Schema uses the regular expressions of ECMA-262 with the flag `u`.',
};
