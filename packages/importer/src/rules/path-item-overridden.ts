import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathItemOverridden: Rule = {
  code: 'PATH_ITEM_OVERRIDDEN',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path item')} with members beside its reference that its target has too: those beside the reference are imported. Merge them.`,
  meaning:
    'A path item has a `$ref` and, beside it, an operation, `parameters` or `servers` that the referenced path item has too. OpenAPI leaves open which of them is meant.',
};
