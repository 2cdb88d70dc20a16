import type { Rule } from './rule.ts';

export const requestBodyInvalid: Rule = {
  code: 'REQUEST_BODY_INVALID',
  severity: 'error',
  text: (count) => `${count} request bodies are no objects and could not be imported.`,
  meaning: 'A `requestBody` that is not an object.',
};
