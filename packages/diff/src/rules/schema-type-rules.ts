import { rule } from './diff-rule.ts';

/** What kind of value a schema allows. */
export const typeRules = {
  schemaForbidden: rule('SCHEMA_FORBIDDEN', 'bn', 'The schema became `false`: nothing is allowed.'),
  schemaAllowed: rule('SCHEMA_ALLOWED', 'nb', 'The schema is no longer `false`.'),
  typeWidened: rule(
    'TYPE_WIDENED',
    'nb',
    '`type` allows more: one more type, `integer` to `number`, or none named any more.',
  ),
  typeNarrowed: rule('TYPE_NARROWED', 'bn', '`type` allows less.'),
  typeChanged: rule('TYPE_CHANGED', 'bb', '`type` allows something else.'),
  nullAllowed: rule('NULL_ALLOWED', 'nb', '`null` joined the types.'),
  nullForbidden: rule('NULL_FORBIDDEN', 'bn', '`null` left the types.'),
  formatAdded: rule('FORMAT_ADDED', 'bn', '`format` where there was none.'),
  formatRemoved: rule('FORMAT_REMOVED', 'nb', '`format` is gone.'),
  formatWidened: rule('FORMAT_WIDENED', 'nb', '`int32` to `int64`, `float` to `double`.'),
  formatNarrowed: rule('FORMAT_NARROWED', 'bn', '`int64` to `int32`, `double` to `float`.'),
  formatChanged: rule('FORMAT_CHANGED', 'bb', 'Another `format`.'),
  contentChanged: rule('CONTENT_CHANGED', 'bb', '`contentEncoding`, `contentMediaType` or `contentSchema`.'),
};
