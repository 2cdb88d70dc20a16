import type { Rule } from './rule.ts';

export const securitySchemeUnsupported: Rule = {
  code: 'SECURITY_SCHEME_UNSUPPORTED',
  severity: 'warning',
  text: (count) => `${count} security scheme(s) are of a kind that a connector cannot hold and were not imported.`,
  meaning: '`openIdConnect`, and `http` schemes other than `basic` and `bearer`.',
};
