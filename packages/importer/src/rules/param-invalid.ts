import type { Rule } from './rule.ts';

export const paramInvalid: Rule = {
  code: 'PARAM_INVALID',
  severity: 'error',
  text: (count) => `${count} parameter(s) lack a name or a place and could not be imported.`,
  meaning: 'A parameter without `name`, or whose `in` is not `path`, `query`, `header` or `cookie`.',
};
