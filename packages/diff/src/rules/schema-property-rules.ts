import { rule } from './diff-rule.ts';

/** Rules for properties of objects. */
export const propertyRules = {
  optionalAdded: rule('OPTIONAL_PROPERTY_ADDED', 'nn', 'An optional property was added.'),
  requiredAdded: rule('REQUIRED_PROPERTY_ADDED', 'bn', 'A required property was added.'),
  removed: rule('PROPERTY_REMOVED', 'bb', 'A property was removed.'),
  becameRequired: rule('PROPERTY_BECAME_REQUIRED', 'bn', 'A property was added to `required`.'),
  becameOptional: rule('PROPERTY_BECAME_OPTIONAL', 'nb', 'A property was removed from `required`.'),
  becameReadOnly: rule(
    'PROPERTY_BECAME_READ_ONLY',
    'bn',
    '`readOnly` became true: the property must no longer be sent.',
  ),
  noLongerReadOnly: rule('PROPERTY_NO_LONGER_READ_ONLY', 'nn', '`readOnly` is no longer true.'),
  becameWriteOnly: rule(
    'PROPERTY_BECAME_WRITE_ONLY',
    'nb',
    '`writeOnly` became true: the property is no longer received.',
  ),
  noLongerWriteOnly: rule('PROPERTY_NO_LONGER_WRITE_ONLY', 'nn', '`writeOnly` is no longer true.'),
  additionalForbidden: rule(
    'ADDITIONAL_PROPERTIES_FORBIDDEN',
    'bn',
    '`additionalProperties` or `unevaluatedProperties` became `false`.',
  ),
  additionalAllowed: rule(
    'ADDITIONAL_PROPERTIES_ALLOWED',
    'nn',
    '`additionalProperties` or `unevaluatedProperties` is no longer `false`.',
  ),
  patternPropertyAdded: rule('PATTERN_PROPERTY_ADDED', 'bn', 'An entry was added to `patternProperties`.'),
  patternPropertyRemoved: rule('PATTERN_PROPERTY_REMOVED', 'nb', 'An entry was removed from `patternProperties`.'),
};
