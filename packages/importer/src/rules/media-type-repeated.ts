import type { Rule } from './rule.ts';

export const mediaTypeRepeated: Rule = {
  code: 'MEDIA_TYPE_REPEATED',
  severity: 'warning',
  text: (count) =>
    `${count} media type(s) equal an earlier one of the same body once parameters and case are dropped; the first was taken.`,
  meaning: 'Two media types of one body that differ in parameters or case only, with different schemas.',
};
