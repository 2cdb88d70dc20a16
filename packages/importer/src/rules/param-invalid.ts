import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramInvalid: Rule = {
  code: 'PARAM_INVALID',
  severity: 'error',
  text: (count) =>
    `${counted(count, 'parameter')} not imported: not an object, or "name" or "in" is missing or wrong. Correct the value.`,
  meaning:
    'A parameter is not an object, has no `name`, or its `in` is not `path`, `query`, `header` or `cookie`. In Swagger 2.0, a parameter in the body beside another body.',
};
