import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceCycle: Rule = {
  code: 'REFERENCE_CYCLE',
  severity: 'error',
  text: (count) =>
    `${counted(count, 'reference')} that lead only to references and back, never to a value. Break the cycle.`,
  meaning:
    'A cycle of `$ref`s without a schema or object in it, or, outside schemas, a chain of more than 100 `$ref`s. Recursive schemas are fine.',
};
