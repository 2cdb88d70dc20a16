import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const serverWithQuery: Rule = {
  code: 'SERVER_WITH_QUERY',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'server URL')} with a query or a fragment, kept as written: paths are appended to it and do not reach the API. Write query parameters instead.`,
  meaning: 'The `url` of a server contains `?` or `#`, which the specification does not allow.',
};
