import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceDangling: Rule = {
  code: 'REFERENCE_DANGLING',
  severity: 'error',
  text: (count) =>
    `${counted(count, 'reference')} could not be resolved. Each place became a schema that accepts anything, or was left out. Correct the path or add the target.`,
  meaning: 'A `$ref` leads to no value of the document.',
};
