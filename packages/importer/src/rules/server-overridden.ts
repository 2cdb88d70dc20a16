import type { Rule } from './rule.ts';

export const serverOverridden: Rule = {
  code: 'SERVER_OVERRIDDEN',
  severity: 'warning',
  text: (count) =>
    `${count} path(s) or operation(s) go to a server of their own; it is kept under "openapi", requests go to the base URL.`,
  meaning: '`servers` of a path item or operation.',
};
