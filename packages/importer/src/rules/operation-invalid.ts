import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const operationInvalid: Rule = {
  code: 'OPERATION_INVALID',
  severity: 'error',
  text: (count) => `${counted(count, 'operation')} not imported: not an object. Correct the value.`,
  meaning: 'A method of a path item, webhook or callback has a value that is not an object.',
};
