import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const responseStatusRange: Rule = {
  code: 'RESPONSE_STATUS_RANGE',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'response')} for a range of status codes, imported under the first code. The range is kept under "openapi.ranges".`,
  meaning: 'A key of `responses` such as `4XX`, which becomes 400.',
};
