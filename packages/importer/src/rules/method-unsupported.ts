import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const methodUnsupported: Rule = {
  code: 'METHOD_UNSUPPORTED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'operation')} not imported: connectors do not support the HTTP method. Use another method.`,
  meaning:
    'An operation under `query` or `additionalOperations` (OpenAPI 3.2), under a name that is no method of OpenAPI, or under a second spelling of a method.',
};
