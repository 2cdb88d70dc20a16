import type { Rule } from './rule.ts';

export const referenceCycle: Rule = {
  code: 'REFERENCE_CYCLE',
  severity: 'error',
  text: (count) => `${count} reference(s) lead only to each other and never to a value.`,
  meaning:
    '`$ref`s that form a circle without anything in it. Recursive schemas are fine and not meant here. A chain of more than a hundred `$ref`s outside of schemas counts as one.',
};
