import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const notSelected: Rule = {
  code: 'NOT_SELECTED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'operation or schema', 'operations and schemas')} not imported: not selected by "include" and "exclude". Change them to import more.`,
  meaning:
    'Only with `include` or `exclude`: an operation that they do not select, or a component schema that no selected operation reaches.',
};
