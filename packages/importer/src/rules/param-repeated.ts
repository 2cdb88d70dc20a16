import type { Rule } from './rule.ts';

export const paramRepeated: Rule = {
  code: 'PARAM_REPEATED',
  severity: 'warning',
  text: (count) => `${count} parameter(s) repeat name and place of an earlier one of the same list and were left out.`,
  meaning: 'Two entries of one `parameters` list with the same `name` and `in`.',
};
