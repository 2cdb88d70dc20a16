import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const valueNotText: Rule = {
  code: 'VALUE_NOT_TEXT',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'number, boolean, date or null', 'numbers, booleans, dates or nulls')} where OpenAPI wants text, read as spelt. Quote the value.`,
  meaning:
    'YAML reads `1.10` as the number 1.1, and `010` as 10. Where the specification wants a string, as for `version`, `name` or the values of a schema of `type: string`, the text that was written counts.',
};
