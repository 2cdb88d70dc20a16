import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const oauth2FlowUnsupported: Rule = {
  code: 'OAUTH2_FLOW_UNSUPPORTED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'OAuth 2.0 flow')} not imported: connectors support authorizationCode, clientCredentials and password only. Add one of these.`,
  meaning: 'An `implicit`, `deviceAuthorization` or unknown flow, or a flow that is not an object.',
};
