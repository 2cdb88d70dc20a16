import type { Rule } from './rule.ts';

export const referenceDangling: Rule = {
  code: 'REFERENCE_DANGLING',
  severity: 'error',
  text: (count) =>
    `${count} reference(s) lead to nothing in the document; their places became the permissive schema or were left out.`,
  meaning: 'A `$ref` whose JSON Pointer names no value of the document.',
};
