import type { Rule } from './rule.ts';

export const methodUnsupported: Rule = {
  code: 'METHOD_UNSUPPORTED',
  severity: 'warning',
  text: (count) => `${count} operation(s) have an HTTP method that a connector cannot hold and were not imported.`,
  meaning: '`query` and `additionalOperations` of OpenAPI 3.2.',
};
