import type { Rule } from '@connectory/importer';

export const numberOutOfRange: Rule = {
  code: 'NUMBER_OUT_OF_RANGE',
  severity: 'warning',
  text: (count) =>
    `${count} number(s) are beyond what JSON readers can represent and were replaced by the nearest one that is.`,
  meaning: 'A number that JSON readers cannot represent was replaced by the nearest one that they can.',
};
