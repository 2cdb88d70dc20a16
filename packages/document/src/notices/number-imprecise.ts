import type { Rule } from '@connectory/importer';

export const numberImprecise: Rule = {
  code: 'NUMBER_IMPRECISE',
  severity: 'info',
  text: (count) =>
    `${count} whole number(s) above 2^53 may have been rounded. Write them as strings if every digit counts.`,
  meaning: 'A whole number is larger than 2^53.',
};
