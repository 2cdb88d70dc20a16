import type { Rule } from './rule.ts';

export const responseStatusInvalid: Rule = {
  code: 'RESPONSE_STATUS_INVALID',
  severity: 'warning',
  text: (count) =>
    `${count} response(s) have a status that is neither a code, a range nor "default" and were not imported.`,
  meaning: 'A key of `responses` such as `ok` or `2000`.',
};
