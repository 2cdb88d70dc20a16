import type { Rule } from '@connectory/importer';

export const versionNotText: Rule = {
  code: 'VERSION_NOT_TEXT',
  severity: 'info',
  text: () => 'The version of the specification is a number; it should be quoted.',
  meaning: 'The version is a number, as YAML makes of `openapi: 3.1`.',
};
