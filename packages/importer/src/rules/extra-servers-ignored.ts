import type { Rule } from './rule.ts';

export const extraServersIgnored: Rule = {
  code: 'SERVERS_OTHER',
  severity: 'info',
  text: (count) => `${count} further server(s) are not held by the connector, which has one base URL.`,
  meaning: 'All of `servers` but the first.',
};
