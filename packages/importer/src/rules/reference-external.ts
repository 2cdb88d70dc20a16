import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceExternal: Rule = {
  code: 'REFERENCE_EXTERNAL',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'reference')} to another file or host not followed. Each place became a schema that accepts anything, or was left out. Bundle the files or upload an archive.`,
  meaning: 'A `$ref` to another file or host that is not part of the document.',
};
