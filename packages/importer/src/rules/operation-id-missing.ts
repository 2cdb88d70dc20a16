import type { Rule } from './rule.ts';

export const operationIdMissing: Rule = {
  code: 'OPERATION_ID_MISSING',
  severity: 'info',
  text: (count) => `${count} operation(s) have no operationId and were named after method and path.`,
  meaning: 'An operation without `operationId`.',
};
