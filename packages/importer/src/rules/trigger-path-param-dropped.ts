import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const triggerPathParamDropped: Rule = {
  code: 'TRIGGER_PATH_PARAM_DROPPED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path parameter')} of webhooks or callbacks left out: triggers have no path. Use query, header or cookie instead.`,
  meaning: 'A parameter of a webhook or callback has `in: path`.',
};
