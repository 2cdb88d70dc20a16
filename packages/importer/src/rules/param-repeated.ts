import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramRepeated: Rule = {
  code: 'PARAM_REPEATED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'parameter')} left out: an earlier one in the same list has the same name and location. Remove one of them.`,
  meaning: 'Two entries of one `parameters` list have the same `name` and `in`.',
};
