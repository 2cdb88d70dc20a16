import type { Rule } from './rule.ts';

export const responseInvalid: Rule = {
  code: 'RESPONSE_INVALID',
  severity: 'error',
  text: (count) => `${count} response(s) are no objects and could not be imported.`,
  meaning: 'A response that is not an object.',
};
