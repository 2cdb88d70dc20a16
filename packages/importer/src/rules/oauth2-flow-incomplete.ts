import type { Rule } from './rule.ts';

export const oauth2FlowIncomplete: Rule = {
  code: 'OAUTH2_FLOW_INCOMPLETE',
  severity: 'warning',
  text: (count) => `${count} OAuth 2.0 flow(s) lack a URL that their grant needs and were not imported.`,
  meaning: '`authorizationCode` needs `authorizationUrl` and `tokenUrl`, the others `tokenUrl`.',
};
