import type { Rule } from './rule.ts';

export const serverMissing: Rule = {
  code: 'SERVER_MISSING',
  severity: 'warning',
  text: () => 'The document has no server with a URL, so the connector has no base URL. Set it on the connector.',
  meaning:
    '`servers` of an uploaded document is missing or empty, or its first entry has no `url`. A document that was fetched from a URL is at the host of that URL.',
};
