import type { Rule } from './rule.ts';

export const triggerPathParamDropped: Rule = {
  code: 'PARAM_OF_TRIGGER_IN_PATH',
  severity: 'warning',
  text: (count) => `${count} path parameter(s) of webhooks or callbacks were left out: a trigger has no path.`,
  meaning: 'Triggers take parameters in query, header and cookie only.',
};
