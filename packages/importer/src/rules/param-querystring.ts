import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramQuerystring: Rule = {
  code: 'PARAM_QUERYSTRING',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'parameter')} for the whole query string not imported: connectors have no such parameter. It is kept beside the action. Write query parameters instead.`,
  meaning: 'A parameter of OpenAPI 3.2 with `in: querystring`.',
};
