import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaKeywordInvalid: Rule = {
  code: 'SCHEMA_KEYWORD_INVALID',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'schema keyword')} with a value that JSON Schema does not allow, left out or corrected. Correct the value.`,
  meaning: 'For example a `required` that is not a list, a negative `minLength`, or an empty `enum`.',
};
