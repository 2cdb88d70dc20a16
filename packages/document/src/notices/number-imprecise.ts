import type { Rule } from '@connectory/importer';

export const numberImprecise: Rule = {
  code: 'NUMBER_IMPRECISE',
  severity: 'info',
  text: (count) => `${count} number(s) are larger than 2^53 and may have been rounded.`,
  meaning: 'A whole number beyond 2^53 may have been rounded.',
};
