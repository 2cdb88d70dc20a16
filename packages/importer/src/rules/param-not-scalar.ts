import type { Rule } from './rule.ts';

export const paramNotScalar: Rule = {
  code: 'PARAM_NOT_SCALAR',
  severity: 'warning',
  text: (count) =>
    `${count} parameter(s) are arrays, objects or of several types and became strings; style and schema are kept under "openapi".`,
  meaning: 'The contract knows scalar parameters only.',
};
