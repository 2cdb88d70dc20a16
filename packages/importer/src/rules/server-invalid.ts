import type { Rule } from './rule.ts';

export const serverInvalid: Rule = {
  code: 'SERVER_INVALID',
  severity: 'warning',
  text: (count) => `${count} server(s) or server variable(s) are not as OpenAPI defines them.`,
  meaning: 'A server without a URL, a variable without a default.',
};
