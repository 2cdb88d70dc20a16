import type { Rule } from '@connectory/importer';

export const overlayNotNeeded: Rule = {
  code: 'OVERLAY_NOT_NEEDED',
  severity: 'info',
  text: (count) =>
    `${count} overlay action(s) are not needed: the document says by now what they would change it to. Remove them.`,
  meaning: 'An overlay action would change nothing: the document has its values, or no longer has what it removes.',
};
