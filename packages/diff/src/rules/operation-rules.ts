import { rule } from './diff-rule.ts';

/** Rules for actions and triggers. */
export const operationRules = {
  actionAdded: rule('ACTION_ADDED', 'nn', 'An action was added.'),
  actionRemoved: rule('ACTION_REMOVED', 'bb', 'An action was removed.'),
  triggerAdded: rule('TRIGGER_ADDED', 'nn', 'A trigger was added.'),
  triggerRemoved: rule('TRIGGER_REMOVED', 'bb', 'A trigger was removed.'),
  nameChanged: rule(
    'NAME_CHANGED',
    'nn',
    'A matched action or trigger has another name. A replacing import keeps its id.',
  ),
  operationIdChanged: rule('OPERATION_ID_CHANGED', 'aa', '`operationId` was added, removed or changed.'),
  methodChanged: rule('METHOD_CHANGED', 'bb', 'The HTTP method changed.'),
  pathChanged: rule(
    'PATH_CHANGED',
    'bb',
    'The path changed; for triggers, the webhook or callback expression. Parameter names in paths are ignored.',
  ),
  serversChanged: rule(
    'SERVERS_CHANGED',
    'bb',
    '`servers` of the operation or its path changed: requests go to another host.',
  ),
  securityRequired: rule('SECURITY_REQUIRED', 'bb', 'Credentials are now required.'),
  securityDropped: rule('SECURITY_DROPPED', 'nn', 'Credentials are no longer required.'),
  securityAlternativeAdded: rule('SECURITY_ALTERNATIVE_ADDED', 'nn', 'A way to authenticate was added.'),
  securityAlternativeRemoved: rule('SECURITY_ALTERNATIVE_REMOVED', 'bb', 'A way to authenticate was removed.'),
  scopeAdded: rule('SCOPE_ADDED', 'bb', 'Another scope is required.'),
  scopeRemoved: rule('SCOPE_REMOVED', 'nn', 'A scope is no longer required.'),
  operationDeprecated: rule('OPERATION_DEPRECATED', 'aa', '`deprecated` became true.'),
  operationUndeprecated: rule('OPERATION_UNDEPRECATED', 'aa', '`deprecated` is no longer true.'),
  summaryChanged: rule('SUMMARY_CHANGED', 'aa', '`summary` of an action or trigger changed.'),
  descriptionChanged: rule(
    'DESCRIPTION_CHANGED',
    'aa',
    '`description` of an action, trigger, parameter or schema changed.',
  ),
  tagsChanged: rule('TAGS_CHANGED', 'aa', '`tags` of an action or trigger changed.'),
  extrasChanged: rule(
    'EXTRAS_CHANGED',
    'aa',
    'Another member under `openapi` changed, of the operation, a parameter, a body or a response; or of the extras of the version.',
  ),
};
