import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const securitySchemeUnknown: Rule = {
  code: 'SECURITY_SCHEME_UNKNOWN',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'security requirement')} for schemes that the document does not declare, kept as written. Correct the name or add the scheme.`,
  meaning: 'A name under `security`, of the document or of an operation, is no key of the security schemes.',
};
