import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaTypeUnknown: Rule = {
  code: 'SCHEMA_TYPE_UNKNOWN',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'schema type')} unknown to JSON Schema, left out. Use a JSON Schema type, with "format" where it helps.`,
  meaning: 'A `type` such as `file`, `any` or `date`.',
};
