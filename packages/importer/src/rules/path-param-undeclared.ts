import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathParamUndeclared: Rule = {
  code: 'PATH_PARAM_UNDECLARED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path placeholder')} without a declared parameter: a required string parameter was added. Declare the parameter to set its type.`,
  meaning: 'A path contains a `{placeholder}` that no path parameter declares.',
};
