import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const oauth2UrlCompleted: Rule = {
  code: 'OAUTH2_URL_COMPLETED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'OAuth 2.0 URL')} completed with the default values of the server variables. Change the URL where another value is used.`,
  meaning:
    'A URL of an OAuth flow is relative to a server with variables, or contains such variables. Connectors have no variables in these URLs.',
};
