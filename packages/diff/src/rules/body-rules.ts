import { rule } from './diff-rule.ts';

/** Rules for request bodies and responses. */
export const bodyRules = {
  requiredBodyAdded: rule('REQUIRED_BODY_ADDED', 'bn', 'A required request body was added.'),
  optionalBodyAdded: rule('OPTIONAL_BODY_ADDED', 'nn', 'An optional request body was added.'),
  bodyRemoved: rule('BODY_REMOVED', 'bb', 'The request body was removed.'),
  bodyBecameRequired: rule('BODY_BECAME_REQUIRED', 'bn', 'An optional request body became required.'),
  bodyBecameOptional: rule('BODY_BECAME_OPTIONAL', 'nb', 'A required request body became optional.'),
  alternativeAdded: rule('BODY_ALTERNATIVE_ADDED', 'nn', 'A definition was added to a body, under another media type.'),
  alternativeRemoved: rule('BODY_ALTERNATIVE_REMOVED', 'bb', 'A definition was removed from a body.'),
  definitionChanged: rule(
    'BODY_DEFINITION_CHANGED',
    'aa',
    'A body has another definition that accepts the same values.',
  ),
  responseAdded: rule('RESPONSE_ADDED', 'nn', 'A response with a new status was added.'),
  successRemoved: rule(
    'SUCCESS_RESPONSE_REMOVED',
    'bb',
    'A response with status 1xx to 3xx, or `default`, was removed.',
  ),
  errorRemoved: rule('ERROR_RESPONSE_REMOVED', 'bn', 'A response with status 4xx or 5xx was removed.'),
  responseBodyAdded: rule('RESPONSE_BODY_ADDED', 'nn', 'A response without a body now has one.'),
  responseBodyRemoved: rule('RESPONSE_BODY_REMOVED', 'bb', 'A response with a body no longer has one.'),
};
