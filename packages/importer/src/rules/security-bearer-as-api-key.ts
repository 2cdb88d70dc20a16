import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const securityBearerAsApiKey: Rule = {
  code: 'SECURITY_BEARER_AS_API_KEY',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'bearer scheme')} imported as API keys in the header Authorization. Give the key as "Bearer <token>".`,
  meaning: 'An `http` security scheme with `scheme: bearer`. Connectors have no bearer scheme.',
};
