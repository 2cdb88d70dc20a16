import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const extraServersIgnored: Rule = {
  code: 'EXTRA_SERVERS_IGNORED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'server')} after the first one ignored: a connector has one base URL. Change the base URL to use another server.`,
  meaning: 'An entry of `servers` after the first.',
};
