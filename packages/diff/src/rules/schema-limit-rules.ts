import { rule } from './diff-rule.ts';

/** Limits of numbers, texts, lists and objects. */
export const limitRules = {
  limitTightened: rule(
    'LIMIT_TIGHTENED',
    'bn',
    'A lower maximum, a higher minimum, a coarser `multipleOf`, `uniqueItems`; `maximum`, `minLength`, `maxItems` and their like.',
  ),
  limitLoosened: rule('LIMIT_LOOSENED', 'nb', 'The other way round, or the limit is gone.'),
  limitChanged: rule('LIMIT_CHANGED', 'bb', 'A `multipleOf` that is neither a multiple nor a part of the old one.'),
  patternAdded: rule('PATTERN_ADDED', 'bn', '`pattern` where there was none.'),
  patternRemoved: rule('PATTERN_REMOVED', 'nb', '`pattern` is gone.'),
  patternChanged: rule('PATTERN_CHANGED', 'bb', 'Another `pattern`: which texts both match is not worked out.'),
};
