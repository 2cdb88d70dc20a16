import { rule } from './diff-rule.ts';

/** Rules for listed values; `const` counts as an `enum` of one. */
export const valueRules = {
  enumAdded: rule('ENUM_ADDED', 'bn', '`enum` or `const` was added.'),
  enumRemoved: rule('ENUM_REMOVED', 'nb', '`enum` or `const` was removed.'),
  enumValueAdded: rule('ENUM_VALUE_ADDED', 'nb', 'A value was added to `enum`.'),
  enumValueRemoved: rule('ENUM_VALUE_REMOVED', 'bn', 'A value was removed from `enum`.'),
  defaultChanged: rule('DEFAULT_CHANGED', 'nn', '`default` of a schema or parameter changed.'),
};
