import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const operationIdMissing: Rule = {
  code: 'OPERATION_ID_MISSING',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'operation')} without an operationId, named after method and path. Add an operationId to choose the name.`,
  meaning: 'An operation under `paths` has no `operationId`.',
};
