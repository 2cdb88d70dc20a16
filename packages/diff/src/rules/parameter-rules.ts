import { rule } from './diff-rule.ts';

/** Parameters; those of triggers are received. */
export const parameterRules = {
  requiredAdded: rule('REQUIRED_PARAMETER_ADDED', 'bn', 'A required parameter that was not there.'),
  optionalAdded: rule('OPTIONAL_PARAMETER_ADDED', 'nn', 'An optional parameter that was not there.'),
  removed: rule('PARAMETER_REMOVED', 'bb', 'A parameter that is no longer there.'),
  renamed: rule('PARAMETER_RENAMED', 'bb', 'A path parameter under another name, at the same place of the path.'),
  becameRequired: rule('PARAMETER_BECAME_REQUIRED', 'bn', 'An optional parameter became required.'),
  becameOptional: rule('PARAMETER_BECAME_OPTIONAL', 'nb', 'A required parameter became optional.'),
  typeWidened: rule(
    'PARAMETER_TYPE_WIDENED',
    'nb',
    'Another type whose texts include those of the old one: `integer` to `number`, anything to `string`.',
  ),
  typeNarrowed: rule('PARAMETER_TYPE_NARROWED', 'bn', 'The other way round.'),
  typeChanged: rule(
    'PARAMETER_TYPE_CHANGED',
    'bb',
    'Another type that has not all the old one had, and has what it had not.',
  ),
  serialisationChanged: rule(
    'PARAMETER_SERIALISATION_CHANGED',
    'bb',
    '`style`, `explode`, `allowReserved`, `allowEmptyValue` or the media type of `content`.',
  ),
  deprecated: rule('PARAMETER_DEPRECATED', 'aa', '`deprecated` of a parameter became true.'),
  undeprecated: rule('PARAMETER_UNDEPRECATED', 'aa', '`deprecated` of a parameter is no longer true.'),
};
