import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const serverOverridden: Rule = {
  code: 'SERVER_OVERRIDDEN',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path or operation', 'paths or operations')} with other servers, kept under "openapi.servers". Requests go to the base URL of the connector: import these operations as a connector of their own.`,
  meaning: 'A path item or operation has `servers`.',
};
