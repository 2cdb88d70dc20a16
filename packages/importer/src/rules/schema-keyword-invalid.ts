import type { Rule } from './rule.ts';

export const schemaKeywordInvalid: Rule = {
  code: 'SCHEMA_KEYWORD_INVALID',
  severity: 'warning',
  text: (count) => `${count} schema keyword(s) have a value that JSON Schema does not allow and were left out.`,
  meaning: 'For instance a `required` that is not a list, a negative `minLength`, an empty `enum`.',
};
