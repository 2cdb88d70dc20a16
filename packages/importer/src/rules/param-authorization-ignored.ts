import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramAuthorizationIgnored: Rule = {
  code: 'PARAM_AUTHORIZATION_IGNORED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'header parameter')} named Authorization ignored as OpenAPI requires, and no security scheme takes its place. Add a security scheme.`,
  meaning:
    'OpenAPI 3 ignores header parameters named `Authorization`. The document declares no security scheme that sends this header, so requests go out without it.',
};
