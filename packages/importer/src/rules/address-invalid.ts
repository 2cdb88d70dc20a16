import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const addressInvalid: Rule = {
  code: 'ADDRESS_INVALID',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'URL or e-mail address', 'URLs or e-mail addresses')} kept as written, but not valid. Correct the value.`,
  meaning:
    '`termsOfService`, a `url` or an `email` in `info`, `tags` or `externalDocs` has characters that a URI (RFC 3986) does not allow, or an e-mail address has no `@`.',
};
