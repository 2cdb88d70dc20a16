import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const responseStatusInvalid: Rule = {
  code: 'RESPONSE_STATUS_INVALID',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'response')} not imported: the key is no status code, range or "default". Correct the key.`,
  meaning: 'A key of `responses` such as `ok` or `2000`.',
};
