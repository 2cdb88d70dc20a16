import { rule } from './diff-rule.ts';

/** Actions and triggers as such. */
export const operationRules = {
  actionAdded: rule('ACTION_ADDED', 'nn', 'An action that was not there.'),
  actionRemoved: rule('ACTION_REMOVED', 'bb', 'An action that is no longer there.'),
  triggerAdded: rule('TRIGGER_ADDED', 'nn', 'A trigger that was not there.'),
  triggerRemoved: rule('TRIGGER_REMOVED', 'bb', 'A trigger that is no longer there.'),
  nameChanged: rule(
    'NAME_CHANGED',
    'nn',
    'An action or trigger, taken for the same, under another name; a replacing import keeps its id.',
  ),
  operationIdChanged: rule('OPERATION_ID_CHANGED', 'aa', '`operationId` given, taken away or changed.'),
  methodChanged: rule('METHOD_CHANGED', 'bb', 'Another HTTP method.'),
  pathChanged: rule(
    'PATH_CHANGED',
    'bb',
    'Another path; of a trigger, another webhook or callback expression. Names of parameters do not count.',
  ),
  serversChanged: rule('SERVERS_CHANGED', 'bb', '`servers` of the operation or its path: requests go elsewhere.'),
  securityRequired: rule('SECURITY_REQUIRED', 'bb', 'Needed no credentials before.'),
  securityDropped: rule('SECURITY_DROPPED', 'nn', 'Needs no credentials any more.'),
  securityAlternativeAdded: rule('SECURITY_ALTERNATIVE_ADDED', 'nn', 'One more way to authenticate.'),
  securityAlternativeRemoved: rule('SECURITY_ALTERNATIVE_REMOVED', 'bb', 'A way to authenticate is gone.'),
  scopeAdded: rule('SCOPE_ADDED', 'bb', 'A scope is needed that was not.'),
  scopeRemoved: rule('SCOPE_REMOVED', 'nn', 'A scope is needed no more.'),
  operationDeprecated: rule('OPERATION_DEPRECATED', 'aa', '`deprecated` became true.'),
  operationUndeprecated: rule('OPERATION_UNDEPRECATED', 'aa', '`deprecated` is no longer true.'),
  summaryChanged: rule('SUMMARY_CHANGED', 'aa', '`summary` of an action or trigger.'),
  descriptionChanged: rule('DESCRIPTION_CHANGED', 'aa', '`description` of an action, trigger, parameter or schema.'),
  tagsChanged: rule('TAGS_CHANGED', 'aa', '`tags` of an action or trigger.'),
  extrasChanged: rule('EXTRAS_CHANGED', 'aa', 'Something else that is kept under `openapi`.'),
};
