import { rule } from './diff-rule.ts';

/** Which values a schema lists; `const` counts as a list of one. */
export const valueRules = {
  enumAdded: rule('ENUM_ADDED', 'bn', 'The values are listed, and were not.'),
  enumRemoved: rule('ENUM_REMOVED', 'nb', 'The values are no longer listed.'),
  enumValueAdded: rule('ENUM_VALUE_ADDED', 'nb', 'A value joined the list.'),
  enumValueRemoved: rule('ENUM_VALUE_REMOVED', 'bn', 'A value left the list.'),
  defaultChanged: rule('DEFAULT_CHANGED', 'nn', '`default` of a schema or parameter.'),
};
