import type { Rule } from './rule.ts';

export const schemaInvalid: Rule = {
  code: 'SCHEMA_INVALID',
  severity: 'error',
  text: (count) => `${count} schema(s) are neither objects nor booleans and became the permissive schema.`,
  meaning: 'A place for a schema that holds something else.',
};
