import type { Rule } from '@connectory/importer';

export const duplicateKey: Rule = {
  code: 'DUPLICATE_KEY',
  severity: 'warning',
  text: (count) => `${count} duplicate key(s): the last value counts. Remove the others.`,
  meaning: 'An object has the same key more than once.',
};
