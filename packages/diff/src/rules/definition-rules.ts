import { rule } from './diff-rule.ts';

/** Rules for definitions. The effect of a removed definition is reported where it was used. */
export const definitionRules = {
  added: rule('DEFINITION_ADDED', 'nn', 'A definition was added.'),
  removed: rule('DEFINITION_REMOVED', 'nn', 'A definition was removed. The effect is reported where it was used.'),
  renamed: rule('DEFINITION_RENAMED', 'nn', 'A definition has another name. A replacing import keeps its id.'),
  mediaTypeAdded: rule('MEDIA_TYPE_ADDED', 'nn', 'A body, or the definition as a body, has another media type.'),
  mediaTypeRemoved: rule(
    'MEDIA_TYPE_REMOVED',
    'bb',
    'A body, or the definition as a body, no longer has a media type.',
  ),
};
