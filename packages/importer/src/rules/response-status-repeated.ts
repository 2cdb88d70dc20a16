import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const responseStatusRepeated: Rule = {
  code: 'RESPONSE_STATUS_REPEATED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'response')} not imported: an earlier one has the same status. Remove one of them.`,
  meaning: 'Two responses of an operation have the same status, as `4XX` beside `400`.',
};
