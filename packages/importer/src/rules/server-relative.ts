import type { Rule } from './rule.ts';

export const serverRelative: Rule = {
  code: 'SERVER_RELATIVE',
  severity: 'warning',
  text: () => 'The base URL is relative to where the document came from, which is not known.',
  meaning: '`servers[0].url` without scheme and host in an uploaded document.',
};
