import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const identifierRepeated: Rule = {
  code: 'IDENTIFIER_REPEATED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'identifier')} that an earlier schema has too: references lead to the earlier one. Use another for each schema.`,
  meaning:
    'Two schemas have the same `$id`, or in one file the same `$anchor`. JSON Schema leaves open which of them is meant.',
};
