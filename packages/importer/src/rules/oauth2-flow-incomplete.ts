import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const oauth2FlowIncomplete: Rule = {
  code: 'OAUTH2_FLOW_INCOMPLETE',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'OAuth 2.0 flow')} not imported: a URL that the flow needs is missing or relative. Add the absolute URL.`,
  meaning:
    '`authorizationCode` without `authorizationUrl` or `tokenUrl`, or another flow without `tokenUrl`; or a relative URL without a base.',
};
