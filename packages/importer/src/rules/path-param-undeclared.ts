import type { Rule } from './rule.ts';

export const pathParamUndeclared: Rule = {
  code: 'PATH_PARAM_UNDECLARED',
  severity: 'warning',
  text: (count) => `${count} placeholder(s) of paths have no parameter; one of type string was added for each.`,
  meaning: 'A `{placeholder}` that no path parameter declares.',
};
