import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const swagger2ValueDropped: Rule = {
  code: 'SWAGGER2_VALUE_DROPPED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'value')} without effect: not of the type that Swagger 2.0 requires. Correct the value.`,
  meaning: 'A member of a Swagger 2.0 document has a value of the wrong type. It is kept, and nothing is made of it.',
};
