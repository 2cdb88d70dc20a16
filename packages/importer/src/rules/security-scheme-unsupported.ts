import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const securitySchemeUnsupported: Rule = {
  code: 'SECURITY_SCHEME_UNSUPPORTED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'security scheme')} not imported: connectors do not support this kind. Set up authentication by hand.`,
  meaning: '`openIdConnect`, or an `http` scheme other than `basic` and `bearer`.',
};
