import type { Rule } from './rule.ts';

export const pathItemInvalid: Rule = {
  code: 'PATH_ITEM_INVALID',
  severity: 'error',
  text: (count) => `${count} path item(s) are no objects and could not be imported.`,
  meaning: 'A path item, webhook or callback that is not an object.',
};
