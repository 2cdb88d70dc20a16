import type { Rule } from './rule.ts';

export const schemaTypeUnknown: Rule = {
  code: 'SCHEMA_TYPE_UNKNOWN',
  severity: 'warning',
  text: (count) => `${count} schema(s) have a type that JSON Schema does not know; the type was left out.`,
  meaning: 'For instance `file`, `any` or `date`.',
};
