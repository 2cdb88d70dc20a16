import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaKeywordTranslated: Rule = {
  code: 'SCHEMA_KEYWORD_TRANSLATED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'schema keyword')} of an older JSON Schema draft, translated to 2020-12. Nothing to do.`,
  meaning: 'For example `items` as a list, `additionalItems`, or `dependencies`.',
};
