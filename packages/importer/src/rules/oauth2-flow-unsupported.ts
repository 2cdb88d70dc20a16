import type { Rule } from './rule.ts';

export const oauth2FlowUnsupported: Rule = {
  code: 'OAUTH2_FLOW_UNSUPPORTED',
  severity: 'warning',
  text: (count) => `${count} OAuth 2.0 flow(s) are not supported and were not imported.`,
  meaning: '`implicit`, `deviceAuthorization` and unknown flows.',
};
