import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathParamUnused: Rule = {
  code: 'PATH_PARAM_UNUSED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path parameter')} left out: no such placeholder in the path. Add the placeholder or remove the parameter.`,
  meaning: 'A path parameter that the path template does not contain.',
};
