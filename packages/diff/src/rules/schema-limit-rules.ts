import { rule } from './diff-rule.ts';

/** Rules for limits of numbers, strings, lists and objects. */
export const limitRules = {
  limitTightened: rule(
    'LIMIT_TIGHTENED',
    'bn',
    'A maximum was lowered, a minimum was raised, `multipleOf` became coarser, or `uniqueItems` became true. Includes limits of length and count.',
  ),
  limitLoosened: rule(
    'LIMIT_LOOSENED',
    'nb',
    'A maximum was raised, a minimum was lowered, `multipleOf` became finer, or a limit was removed.',
  ),
  limitChanged: rule('LIMIT_CHANGED', 'bb', 'Neither `multipleOf` is a multiple of the other.'),
  patternAdded: rule('PATTERN_ADDED', 'bn', '`pattern` was added.'),
  patternRemoved: rule('PATTERN_REMOVED', 'nb', '`pattern` was removed.'),
  patternChanged: rule('PATTERN_CHANGED', 'bb', '`pattern` changed. Patterns are not compared further.'),
};
