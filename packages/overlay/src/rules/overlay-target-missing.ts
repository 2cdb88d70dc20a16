import type { Rule } from '@connectory/importer';

export const overlayTargetMissing: Rule = {
  code: 'OVERLAY_TARGET_MISSING',
  severity: 'warning',
  text: (count) => `${count} overlay action(s) match nothing in the document. Correct their targets, or remove them.`,
  meaning: 'The target of an overlay action, or the source of its copy, matches nothing.',
};
