import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const referenceExternal: Rule = {
  code: 'REFERENCE_EXTERNAL',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'reference')} to other files or hosts not followed. A schema that accepts anything took the place, or the reference was kept without effect. Bundle the files or upload an archive.`,
  meaning: 'A `$ref` to another file or host that is not part of the document.',
};
