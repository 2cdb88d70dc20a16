import type { Rule } from './rule.ts';

export const schemaDialect: Rule = {
  code: 'SCHEMA_DIALECT',
  severity: 'info',
  text: () =>
    'The document declares another JSON Schema dialect. Its schemas are read and served as JSON Schema 2020-12.',
  meaning: '`jsonSchemaDialect` is neither 2020-12 nor a dialect of OpenAPI.',
};
