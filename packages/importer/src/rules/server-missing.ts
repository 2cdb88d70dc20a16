import type { Rule } from './rule.ts';

export const serverMissing: Rule = {
  code: 'SERVER_MISSING',
  severity: 'warning',
  text: () => 'The document names no server: the connector has no base URL until one is set.',
  meaning: 'No `servers`, or none with a URL.',
};
