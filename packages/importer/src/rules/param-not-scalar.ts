import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramNotScalar: Rule = {
  code: 'PARAM_NOT_SCALAR',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'parameter')} imported as string: arrays, objects and mixed types are not supported. Style and schema are kept under "openapi".`,
  meaning:
    'A parameter whose schema allows more than one scalar type, or that uses `content`. Connectors support scalar parameters only.',
};
