import type { Rule } from './rule.ts';

export const notSelected: Rule = {
  code: 'NOT_SELECTED',
  severity: 'info',
  text: (count) =>
    `${count} operation(s) and schema(s) were left out, because "include" and "exclude" do not select them.`,
  meaning:
    'Only with `include` or `exclude`: an operation that they do not select, a schema that no selected operation reaches.',
};
