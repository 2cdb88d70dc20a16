import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceDangling: Rule = {
  code: 'REFERENCE_DANGLING',
  severity: 'error',
  text: (count) =>
    `${counted(count, 'reference')} not resolved: the target does not exist, or is no object. A schema that accepts anything took the place, or the reference was kept without effect. Correct the path or add the target.`,
  meaning: 'A `$ref` leads to no value of the document.',
};
