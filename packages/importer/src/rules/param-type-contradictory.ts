import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramTypeContradictory: Rule = {
  code: 'PARAM_TYPE_CONTRADICTORY',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'parameter')} imported as string: the schema allows no value, or null alone. Correct the schema.`,
  meaning:
    'The types that the schema of a parameter demands exclude each other, as in an `allOf`, or leave `null` alone.',
};
