import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const requestBodyInvalid: Rule = {
  code: 'REQUEST_BODY_INVALID',
  severity: 'error',
  text: (count) =>
    `${counted(count, 'request body', 'request bodies')} not imported: not an object. Correct the value.`,
  meaning: 'A `requestBody` is not an object.',
};
