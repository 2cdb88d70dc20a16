import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathItemInvalid: Rule = {
  code: 'PATH_ITEM_INVALID',
  severity: 'error',
  text: (count) => `${counted(count, 'path item')} not imported: not an object. Correct the value.`,
  meaning: 'A path item, webhook or callback is not an object.',
};
