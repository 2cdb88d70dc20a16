import type { Rule } from './rule.ts';

export const pathParameterUnused: Rule = {
  code: 'PATH_PARAMETER_UNUSED',
  severity: 'warning',
  text: (count) => `${count} path parameter(s) have no placeholder in their path and were left out.`,
  meaning: 'A path parameter that the path does not mention.',
};
