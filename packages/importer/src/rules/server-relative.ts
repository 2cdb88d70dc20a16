import type { Rule } from './rule.ts';

export const serverRelative: Rule = {
  code: 'SERVER_RELATIVE',
  severity: 'warning',
  text: () => 'The base URL is relative, and the URL of the document is unknown. Set the base URL on the connector.',
  meaning: '`servers[0].url` of an uploaded document has no scheme and host.',
};
