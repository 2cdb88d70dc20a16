import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathTemplateRepeated: Rule = {
  code: 'PATH_TEMPLATE_REPEATED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path')} imported although an earlier path differs only in the names of its placeholders. Merge them: which of them a request means is undefined.`,
  meaning: 'Two paths such as `/users/{id}` and `/users/{name}` are identical by the specification.',
};
