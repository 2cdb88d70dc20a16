import type { Rule } from './rule.ts';

export const securitySchemeInvalid: Rule = {
  code: 'SECURITY_SCHEME_INVALID',
  severity: 'error',
  text: (count) => `${count} security scheme(s) are not as OpenAPI defines them and could not be imported.`,
  meaning: 'A security scheme without `type`, or without what its type needs.',
};
