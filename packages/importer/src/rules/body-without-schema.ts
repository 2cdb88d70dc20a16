import type { Rule } from './rule.ts';

export const bodyWithoutSchema: Rule = {
  code: 'BODY_WITHOUT_SCHEMA',
  severity: 'info',
  text: (count) => `${count} body media type(s) have no schema and accept anything.`,
  meaning: 'A media type object without `schema`.',
};
