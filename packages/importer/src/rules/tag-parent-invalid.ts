import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const tagParentInvalid: Rule = {
  code: 'TAG_PARENT_INVALID',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'tag')} with a parent that is no tag of the document, or that leads back to the tag: kept, without a place in the hierarchy. Declare the parent under "tags", or correct its name.`,
  meaning: 'The `parent` of a tag (3.2) is the name of no tag, or the tag is its own ancestor.',
};
