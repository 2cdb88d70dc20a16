import { rule } from './diff-rule.ts';

/** Rules for parameters. */
export const parameterRules = {
  requiredAdded: rule('REQUIRED_PARAMETER_ADDED', 'bn', 'A required parameter was added.'),
  optionalAdded: rule('OPTIONAL_PARAMETER_ADDED', 'nn', 'An optional parameter was added.'),
  removed: rule('PARAMETER_REMOVED', 'bb', 'A parameter was removed.'),
  renamed: rule('PARAMETER_RENAMED', 'bb', 'A path parameter at the same position of the path has another name.'),
  becameRequired: rule('PARAMETER_BECAME_REQUIRED', 'bn', 'An optional parameter became required.'),
  becameOptional: rule('PARAMETER_BECAME_OPTIONAL', 'nb', 'A required parameter became optional.'),
  typeWidened: rule(
    'PARAMETER_TYPE_WIDENED',
    'nb',
    'The new type accepts every text of the old one: `integer` to `number`, or any type to `string`.',
  ),
  typeNarrowed: rule(
    'PARAMETER_TYPE_NARROWED',
    'bn',
    'The old type accepts every text of the new one: `number` to `integer`, or `string` to any type.',
  ),
  typeChanged: rule('PARAMETER_TYPE_CHANGED', 'bb', 'Neither type accepts every text of the other.'),
  serialisationChanged: rule(
    'PARAMETER_SERIALISATION_CHANGED',
    'bb',
    '`style`, `explode`, `allowReserved`, `allowEmptyValue` or the media type of `content` changed.',
  ),
  deprecated: rule('PARAMETER_DEPRECATED', 'aa', '`deprecated` of a parameter became true.'),
  undeprecated: rule('PARAMETER_UNDEPRECATED', 'aa', '`deprecated` of a parameter is no longer true.'),
};
