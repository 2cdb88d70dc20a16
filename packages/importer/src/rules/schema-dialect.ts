import type { Rule } from './rule.ts';

export const schemaDialect: Rule = {
  code: 'SCHEMA_DIALECT',
  severity: 'info',
  text: () => 'The document declares another JSON Schema dialect; its schemas are served as 2020-12.',
  meaning: '`jsonSchemaDialect` other than 2020-12 or OpenAPI’s own.',
};
