import type { Rule } from './rule.ts';

export const schemaNullableIgnored: Rule = {
  code: 'SCHEMA_NULLABLE_IGNORED',
  severity: 'info',
  text: (count) => `${count} "nullable" have no effect and were left out.`,
  meaning: '`nullable` without `type` beside it (OpenAPI 3.0.3), and anywhere in 3.1.',
};
