import type { Rule } from './rule.ts';

export const pathParamUnused: Rule = {
  code: 'PATH_PARAM_UNUSED',
  severity: 'warning',
  text: (count) => `${count} path parameter(s) have no placeholder in their path and were left out.`,
  meaning: 'A path parameter that the path does not mention.',
};
