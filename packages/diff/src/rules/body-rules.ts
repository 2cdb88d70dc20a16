import { rule } from './diff-rule.ts';

/** Request bodies and responses. */
export const bodyRules = {
  requiredBodyAdded: rule('REQUIRED_BODY_ADDED', 'bn', 'A required request body where there was none.'),
  optionalBodyAdded: rule('OPTIONAL_BODY_ADDED', 'nn', 'An optional request body where there was none.'),
  bodyRemoved: rule('BODY_REMOVED', 'bb', 'The request body is gone.'),
  bodyBecameRequired: rule('BODY_BECAME_REQUIRED', 'bn', 'An optional request body became required.'),
  bodyBecameOptional: rule('BODY_BECAME_OPTIONAL', 'nb', 'A required request body became optional.'),
  alternativeAdded: rule(
    'BODY_ALTERNATIVE_ADDED',
    'nn',
    'One more definition for a body, under a media type of its own.',
  ),
  alternativeRemoved: rule('BODY_ALTERNATIVE_REMOVED', 'bb', 'A body can no longer be of a definition.'),
  definitionChanged: rule('BODY_DEFINITION_CHANGED', 'aa', 'A body has another definition that allows the same.'),
  responseAdded: rule('RESPONSE_ADDED', 'nn', 'A response with a status that had none.'),
  successRemoved: rule('SUCCESS_RESPONSE_REMOVED', 'bb', 'A response of status 1xx to 3xx, or `default`, is gone.'),
  errorRemoved: rule('ERROR_RESPONSE_REMOVED', 'bn', 'A response of status 4xx or 5xx is gone.'),
  responseBodyAdded: rule('RESPONSE_BODY_ADDED', 'nn', 'A response that had no body has one.'),
  responseBodyRemoved: rule('RESPONSE_BODY_REMOVED', 'bb', 'A response that had a body has none.'),
};
