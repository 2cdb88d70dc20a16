import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const tagRepeated: Rule = {
  code: 'TAG_REPEATED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'tag')} with the name of an earlier one: all are kept, and readers may take either. Merge them.`,
  meaning: 'Two objects of `tags` have the same `name`, which the specification requires to be unique.',
};
