import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const securityScopeUnknown: Rule = {
  code: 'SECURITY_SCOPE_UNKNOWN',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'security requirement')} with scopes that no flow of the scheme declares, kept as written. Add the scope to the flow.`,
  meaning:
    'A scope under `security` is not among the `scopes` of the flows of its `oauth2` scheme, or, before OpenAPI 3.1, the scheme is of a type without scopes.',
};
