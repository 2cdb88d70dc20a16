import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const methodMisspelt: Rule = {
  code: 'METHOD_MISSPELT',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'operation')} imported although OpenAPI spells the method in lower case. Correct the spelling: other tools do not see the operation.`,
  meaning:
    'A method such as `GET` or `Post`, or a method under `additionalOperations` that has a field of its own in path items.',
};
