import type { Rule } from './rule.ts';

export const operationInvalid: Rule = {
  code: 'OPERATION_INVALID',
  severity: 'error',
  text: (count) => `${count} operation(s) are no objects and could not be imported.`,
  meaning: 'An operation of a path item that is not an object.',
};
