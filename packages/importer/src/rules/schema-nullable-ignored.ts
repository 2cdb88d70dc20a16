import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaNullableIgnored: Rule = {
  code: 'SCHEMA_NULLABLE_IGNORED',
  severity: 'info',
  text: (count) => `${counted(count, '"nullable" keyword')} without effect, left out. Add "null" to the type instead.`,
  meaning:
    '`nullable: true` without `type` beside it (OpenAPI 3.0.3), or anywhere in Swagger 2.0 and in OpenAPI 3.1 and later. `x-nullable: true` without `type` in Swagger 2.0.',
};
