import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaCycle: Rule = {
  code: 'SCHEMA_CYCLE',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'reference')} that make a schema part of itself for the same value: validators may not terminate. Break the cycle.`,
  meaning:
    'A reference under `allOf`, `oneOf` or a similar keyword leads back to the schema that contains it, without a property or item between. Example: `Pet` is `oneOf` its kinds, and each kind is `allOf` `Pet`. The reference is kept.',
};
