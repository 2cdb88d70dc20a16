import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const callbackNotFollowed: Rule = {
  code: 'CALLBACK_NOT_FOLLOWED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'callback')} within callbacks kept as written, without triggers of ${count === 1 ? 'its' : 'their'} own. Shorten the chain of callbacks.`,
  meaning:
    'A callback leads back to a callback of the same operation, whose triggers exist already, or it lies more than 50 callbacks deep.',
};
