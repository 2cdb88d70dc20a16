import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaViolation: Rule = {
  code: 'SCHEMA_VIOLATION',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'place')} not as the OpenAPI specification requires. Correct each place as its detail says.`,
  meaning: 'The document does not match the published schema of its OpenAPI version. Reported once per object.',
};
