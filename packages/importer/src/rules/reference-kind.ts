import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceKind: Rule = {
  code: 'REFERENCE_KIND',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'reference')} to an object of another kind than the place needs. A schema in the place of a body, response or media type was taken as its content, and what is written as a schema as one; all others were kept, without effect. Correct the reference.`,
  meaning:
    'A `$ref` leads to an object of another kind, as from a response to a schema, or from a path to an operation.',
};
