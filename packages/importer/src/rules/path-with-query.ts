import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathWithQuery: Rule = {
  code: 'PATH_WITH_QUERY',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path')} with a query or a fragment, imported as written: further query parameters may not reach the API, and a fragment is never sent. Write query parameters instead.`,
  meaning: 'A key of `paths` contains `?` or `#`, which the specification does not allow.',
};
