import type { Rule } from './rule.ts';

export const addressInvalid: Rule = {
  code: 'ADDRESS_INVALID',
  severity: 'warning',
  text: (count) => `${count} URL(s) or e-mail address(es) are not valid; they were kept as written.`,
  meaning:
    '`termsOfService`, `contact`, `license` and `externalDocs` with characters that a URI (RFC 3986) may not have, an e-mail address without `@`.',
};
