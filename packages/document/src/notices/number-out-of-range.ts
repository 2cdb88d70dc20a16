import type { Rule } from '@connectory/importer';

export const numberOutOfRange: Rule = {
  code: 'NUMBER_OUT_OF_RANGE',
  severity: 'warning',
  text: (count) => `${count} number(s) out of range, replaced by the nearest valid number. Correct the value.`,
  meaning: 'A number is beyond the range of JSON readers (IEEE 754 double).',
};
