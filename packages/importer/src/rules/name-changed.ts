import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const nameChanged: Rule = {
  code: 'NAME_CHANGED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'name')} changed: taken, or with characters that names cannot have. Refer to the new name.`,
  meaning:
    'An `operationId`, or the name of a webhook or schema, does not match the pattern of names, or equals an earlier one.',
};
