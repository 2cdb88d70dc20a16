import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const valueNotBoolean: Rule = {
  code: 'VALUE_NOT_BOOLEAN',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'text')} where OpenAPI wants a boolean, read as the boolean that it names. Remove the quotes.`,
  meaning: 'The `required` of a parameter or request body is `"true"` or `"false"`, which are texts.',
};
