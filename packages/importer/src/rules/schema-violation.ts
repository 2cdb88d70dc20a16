import type { Rule } from './rule.ts';

export const schemaViolation: Rule = {
  code: 'SCHEMA_VIOLATION',
  severity: 'warning',
  text: (count) => `${count} place(s) are not as the OpenAPI specification defines them.`,
  meaning: 'Found by validating the document against the schema of its version.',
};
