import type { Rule } from '@connectory/importer';

export const versionNotString: Rule = {
  code: 'VERSION_NOT_STRING',
  severity: 'info',
  text: () => 'The version of the specification is a number. Quote it.',
  meaning: '`openapi` or `swagger` is a number, as YAML reads `openapi: 3.1`.',
};
