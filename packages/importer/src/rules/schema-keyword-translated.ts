import type { Rule } from './rule.ts';

export const schemaKeywordTranslated: Rule = {
  code: 'SCHEMA_KEYWORD_TRANSLATED',
  severity: 'info',
  text: (count) => `${count} schema keyword(s) of older dialects were translated to JSON Schema 2020-12.`,
  meaning: 'For instance `items` as a list, `dependencies`, `additionalItems`.',
};
