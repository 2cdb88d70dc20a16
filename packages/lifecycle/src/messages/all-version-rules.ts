import type { Rule } from '@connectory/importer';
import { deletedEntityChanged, editAdopted, editConflict, editedEntityKept, editsLeftBehind } from './edit-rules.ts';
import { counted } from './counted.ts';

export const baseUrlKept: Rule = {
  code: 'BASE_URL_KEPT',
  severity: 'info',
  text: () =>
    'The connector keeps its base URL, which differs from that of the document. Edit the connector to change it.',
  meaning: 'The document names another base URL than the connector has. The base URL of a connector is not versioned.',
};

export const authSchemeAdded: Rule = {
  code: 'AUTH_SCHEME_ADDED',
  severity: 'info',
  text: (count) => `${counted(count, 'auth scheme')} added to the connector.`,
  meaning: 'The document has security schemes that the connector lacks.',
};

export const authSchemeUpdated: Rule = {
  code: 'AUTH_SCHEME_UPDATED',
  severity: 'info',
  text: (count) => `${counted(count, 'auth scheme')} of the connector updated.`,
  meaning: 'The document changed a security scheme that an import had added to the connector, and that nobody edited.',
};

export const actionRenamed: Rule = {
  code: 'ACTION_RENAMED',
  severity: 'info',
  text: (count) => `${counted(count, 'action')} renamed, with the same id as before.`,
  meaning: 'An action of the replaced draft has another name now, but the same `operationId`, or method and path.',
};

export const triggerRenamed: Rule = {
  code: 'TRIGGER_RENAMED',
  severity: 'info',
  text: (count) => `${counted(count, 'trigger')} renamed, with the same id as before.`,
  meaning: 'A trigger of the replaced draft has another name now, but the same `operationId`, or method and path.',
};

export const definitionRenamed: Rule = {
  code: 'DEFINITION_RENAMED',
  severity: 'info',
  text: (count) => `${counted(count, 'definition')} renamed, with the same id as before.`,
  meaning: 'A definition of the replaced draft has another name now, but the same schema.',
};

export const diffSkipped: Rule = {
  code: 'DIFF_SKIPPED',
  severity: 'info',
  text: () => 'The diff was skipped: both versions together are larger than IMPORT_MAX_DIFF_BYTES.',
  meaning: 'The new version and the one to compare it with are too large for a diff. The import itself is complete.',
};

/** Every message that arises when a version is written, in the order of the documentation. */
export const allVersionRules: readonly Rule[] = [
  baseUrlKept,
  authSchemeAdded,
  authSchemeUpdated,
  actionRenamed,
  triggerRenamed,
  definitionRenamed,
  diffSkipped,
  editConflict,
  editedEntityKept,
  deletedEntityChanged,
  editAdopted,
  editsLeftBehind,
];
