import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const bodyWithoutSchema: Rule = {
  code: 'BODY_WITHOUT_SCHEMA',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'media type')} of a body without a schema: any content is accepted. Add a "schema" to restrict it.`,
  meaning: 'A media type object of a request body or response has no `schema`.',
};
