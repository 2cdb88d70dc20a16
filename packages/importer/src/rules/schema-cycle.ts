import type { Rule } from './rule.ts';

export const schemaCycle: Rule = {
  code: 'SCHEMA_CIRCLE',
  severity: 'warning',
  text: (count) => `${count} reference(s) make a schema a part of itself: validators may not come to an end with it.`,
  meaning:
    'A reference in `allOf`, `oneOf` or the like that leads back to the schema that it is a part of, without a step into a property or an item, as when `Pet` is `oneOf` its kinds and each kind is `allOf` `Pet`. It is kept as written.',
};
