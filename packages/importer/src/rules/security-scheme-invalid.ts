import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const securitySchemeInvalid: Rule = {
  code: 'SECURITY_SCHEME_INVALID',
  severity: 'error',
  text: (count) =>
    `${counted(count, 'security scheme')} not imported: a member that the type needs is missing or wrong. Correct the value.`,
  meaning: 'A security scheme is not an object, has no known `type`, or lacks a member that its `type` requires.',
};
