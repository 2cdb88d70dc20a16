import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const paramTypeUnknown: Rule = {
  code: 'PARAM_TYPE_UNKNOWN',
  severity: 'info',
  text: (count) => `${counted(count, 'parameter')} imported as string: no type is stated. Add a "type" to the schema.`,
  meaning: 'A parameter has no schema, or its schema allows any type.',
};
