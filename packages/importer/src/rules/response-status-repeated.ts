import type { Rule } from './rule.ts';

export const responseStatusRepeated: Rule = {
  code: 'RESPONSE_STATUS_REPEATED',
  severity: 'warning',
  text: (count) => `${count} response(s) repeat the status of an earlier one and were not imported.`,
  meaning: 'For instance `4XX` beside `400`.',
};
