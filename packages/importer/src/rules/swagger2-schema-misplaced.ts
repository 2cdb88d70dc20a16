import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const swagger2SchemaMisplaced: Rule = {
  code: 'SWAGGER2_SCHEMA_MISPLACED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'parameter')} with a schema where Swagger 2.0 has none: "schema" is for bodies, "type" for all others. Write it as Swagger 2.0 does.`,
  meaning:
    'A parameter of Swagger 2.0 that is no body has a `schema`, or a body has none and states its `type`. What is written is used.',
};
