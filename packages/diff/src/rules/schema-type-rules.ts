import { rule } from './diff-rule.ts';

/** Rules for types and formats. */
export const typeRules = {
  schemaForbidden: rule('SCHEMA_FORBIDDEN', 'bn', 'The schema became `false`: no value is accepted.'),
  schemaAllowed: rule('SCHEMA_ALLOWED', 'nb', 'The schema is no longer `false`.'),
  typeWidened: rule(
    'TYPE_WIDENED',
    'nb',
    '`type` accepts more: another type, `number` instead of `integer`, or `type` was removed.',
  ),
  typeNarrowed: rule('TYPE_NARROWED', 'bn', '`type` accepts less.'),
  typeChanged: rule('TYPE_CHANGED', 'bb', '`type` accepts other values.'),
  nullAllowed: rule('NULL_ALLOWED', 'nb', '`null` was added to the types.'),
  nullForbidden: rule('NULL_FORBIDDEN', 'bn', '`null` was removed from the types.'),
  formatAdded: rule('FORMAT_ADDED', 'bn', '`format` was added.'),
  formatRemoved: rule('FORMAT_REMOVED', 'nb', '`format` was removed.'),
  formatWidened: rule('FORMAT_WIDENED', 'nb', '`int32` became `int64`, or `float` became `double`.'),
  formatNarrowed: rule('FORMAT_NARROWED', 'bn', '`int64` became `int32`, or `double` became `float`.'),
  formatChanged: rule('FORMAT_CHANGED', 'bb', '`format` changed in another way.'),
  contentChanged: rule(
    'CONTENT_ENCODING_CHANGED',
    'bb',
    '`contentEncoding`, `contentMediaType` or `contentSchema` changed.',
  ),
};
