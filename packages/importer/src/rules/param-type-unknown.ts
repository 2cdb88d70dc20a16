import type { Rule } from './rule.ts';

export const paramTypeUnknown: Rule = {
  code: 'PARAM_TYPE_UNKNOWN',
  severity: 'info',
  text: (count) => `${count} parameter(s) do not say their type and became strings.`,
  meaning: 'A parameter without a schema, or whose schema allows anything.',
};
