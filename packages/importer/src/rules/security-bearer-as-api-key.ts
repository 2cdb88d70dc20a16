import type { Rule } from './rule.ts';

export const securityBearerAsApiKey: Rule = {
  code: 'SECURITY_BEARER_AS_API_KEY',
  severity: 'info',
  text: (count) =>
    `${count} bearer scheme(s) became an API key in the header Authorization: give the key as "Bearer <token>".`,
  meaning: 'The contract has no bearer scheme.',
};
