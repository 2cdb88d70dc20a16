import type { Rule } from '@connectory/importer';

export const duplicateKey: Rule = {
  code: 'DUPLICATE_KEY',
  severity: 'warning',
  text: (count) => `${count} key(s) occur more than once in the same object; the last one counts.`,
  meaning: 'An object has a key twice; the last one counts.',
};
