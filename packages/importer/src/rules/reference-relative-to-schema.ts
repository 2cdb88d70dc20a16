import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceRelativeToSchema: Rule = {
  code: 'REFERENCE_RELATIVE_TO_SCHEMA',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'reference')} resolved from the root of the enclosing schema instead of the document. Write the full path.`,
  meaning:
    'A `$ref` such as `#/$defs/Tag` that leads nowhere from the root of the document, but somewhere from the root of the schema that contains it.',
};
