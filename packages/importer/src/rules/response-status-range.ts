import type { Rule } from './rule.ts';

export const responseStatusRange: Rule = {
  code: 'RESPONSE_STATUS_RANGE',
  severity: 'info',
  text: (count) => `${count} response(s) are for a range of codes and became its first code.`,
  meaning: '`4XX` becomes 400; the range is kept under "openapi".',
};
