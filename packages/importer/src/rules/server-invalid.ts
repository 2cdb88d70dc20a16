import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const serverInvalid: Rule = {
  code: 'SERVER_INVALID',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'server variable')} without a valid value. Set the connection variable by hand, or correct "default".`,
  meaning:
    'A variable in the URL of the first server is not declared, or has neither `default` nor `enum`, or its `default` is not in `enum`.',
};
