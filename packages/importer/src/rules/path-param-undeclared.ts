import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathParamUndeclared: Rule = {
  code: 'PATH_PARAM_UNDECLARED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path placeholder')} not declared as a parameter: a required string parameter was added. Declare it to set its type.`,
  meaning: 'A path contains a `{placeholder}` that no path parameter declares.',
};
