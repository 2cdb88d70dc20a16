import { rule } from './diff-rule.ts';

/** Definitions as such. What one that is gone means is told of whatever had it as a body, or referred to it. */
export const definitionRules = {
  added: rule('DEFINITION_ADDED', 'nn', 'A definition that was not there.'),
  removed: rule('DEFINITION_REMOVED', 'nn', 'A definition that is no longer there; what used it says what that means.'),
  renamed: rule('DEFINITION_RENAMED', 'nn', 'A definition under another name; a replacing import keeps its id.'),
  mediaTypeAdded: rule('MEDIA_TYPE_ADDED', 'nn', 'One more media type under which it is a body.'),
  mediaTypeRemoved: rule('MEDIA_TYPE_REMOVED', 'bb', 'It is no longer a body under a media type.'),
};
