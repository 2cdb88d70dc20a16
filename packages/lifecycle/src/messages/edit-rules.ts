import type { Rule } from '@connectory/importer';
import { counted } from './counted.ts';

const entities = (count: number): string => `${count} ${count === 1 ? 'entity' : 'entities'}`;

export const editConflict: Rule = {
  code: 'EDIT_CONFLICT',
  severity: 'warning',
  text: (count) => `${counted(count, 'place')} changed by a user and by the document. The edit won.`,
  meaning: 'A user and the document changed the same field in different ways. The detail has all three values.',
};

export const editedEntityKept: Rule = {
  code: 'EDITED_ENTITY_KEPT',
  severity: 'warning',
  text: (count) => `${entities(count)} kept that the document no longer has. Delete those that are not needed.`,
  meaning: 'An edited action, trigger or definition stays, or one that it refers to, although the document lacks it.',
};

export const deletedEntityChanged: Rule = {
  code: 'DELETED_ENTITY_CHANGED',
  severity: 'info',
  text: (count) => `${entities(count)} changed in the document, but deleted by a user. They stay deleted.`,
  meaning: 'An entity that a user deleted stays deleted, although the document changed it.',
};

export const editAdopted: Rule = {
  code: 'EDIT_ADOPTED',
  severity: 'info',
  text: (count) => `${entities(count)} that a user made are in the document now.`,
  meaning: 'An entity that a user made follows the document now, except for the fields that the user gave it.',
};

export const editsLeftBehind: Rule = {
  code: 'EDITS_LEFT_BEHIND',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'edit')} of the latest version left behind. Import with editsFrom to take them over.`,
  meaning: 'The latest version has edits. A new version is as the document says, unless `editsFrom` names a version.',
};
