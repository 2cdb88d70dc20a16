import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const responseInvalid: Rule = {
  code: 'RESPONSE_INVALID',
  severity: 'error',
  text: (count) => `${counted(count, 'response')} not imported: not an object. Correct the value.`,
  meaning: 'A response is not an object.',
};
