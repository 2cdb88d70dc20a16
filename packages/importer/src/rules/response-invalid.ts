import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const responseInvalid: Rule = {
  code: 'RESPONSE_INVALID',
  severity: 'error',
  text: (count) => `${counted(count, 'response')} not imported: it is not an object. Correct its value.`,
  meaning: 'A response is not an object.',
};
