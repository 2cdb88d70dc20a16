import { rule } from './diff-rule.ts';

/** The properties of objects. */
export const propertyRules = {
  optionalAdded: rule('OPTIONAL_PROPERTY_ADDED', 'nn', 'An optional property that was not there.'),
  requiredAdded: rule('REQUIRED_PROPERTY_ADDED', 'bn', 'A required property that was not there.'),
  removed: rule('PROPERTY_REMOVED', 'bb', 'A property that is no longer there.'),
  becameRequired: rule('PROPERTY_BECAME_REQUIRED', 'bn', 'A property joined `required`.'),
  becameOptional: rule('PROPERTY_BECAME_OPTIONAL', 'nb', 'A property left `required`.'),
  becameReadOnly: rule('PROPERTY_BECAME_READ_ONLY', 'bn', '`readOnly` became true: it may no longer be sent.'),
  noLongerReadOnly: rule('PROPERTY_NO_LONGER_READ_ONLY', 'nn', '`readOnly` is no longer true.'),
  becameWriteOnly: rule('PROPERTY_BECAME_WRITE_ONLY', 'nb', '`writeOnly` became true: it is no longer received.'),
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
  patternPropertyAdded: rule('PATTERN_PROPERTY_ADDED', 'bn', 'One more entry of `patternProperties`.'),
  patternPropertyRemoved: rule('PATTERN_PROPERTY_REMOVED', 'nb', 'An entry of `patternProperties` is gone.'),
};
