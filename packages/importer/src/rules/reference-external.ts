import type { Rule } from './rule.ts';

export const referenceExternal: Rule = {
  code: 'REFERENCE_EXTERNAL',
  severity: 'warning',
  text: (count) =>
    `${count} reference(s) lead to other files or hosts and are never fetched; their places became the permissive schema or were left out.`,
  meaning: 'A `$ref` to another file or host. Bundle the document before uploading it.',
};
