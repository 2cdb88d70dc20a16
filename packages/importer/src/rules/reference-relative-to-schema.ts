import type { Rule } from './rule.ts';

export const referenceRelativeToSchema: Rule = {
  code: 'REFERENCE_RELATIVE_TO_SCHEMA',
  severity: 'warning',
  text: (count) =>
    `${count} reference(s) lead to nothing from the root of the document but to something from the root of their schema; that was taken.`,
  meaning: 'A `$ref` such as `#/$defs/Tag` that its author meant within the schema itself.',
};
