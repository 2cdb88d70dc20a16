import type { Rule } from '@connectory/importer';

export const overlayConflict: Rule = {
  code: 'OVERLAY_CONFLICT',
  severity: 'warning',
  text: (count) =>
    `${count} overlay action(s) conflict with the document: what they change is no longer what they were written for. Correct the overlay, or accept the change with "reset".`,
  meaning:
    'What an action changes has another value than when the action was first applied, or cannot be changed by it. The policy of the overlay decides whether the action is applied, is skipped or fails the import.',
};
