import type { Rule } from './rule.ts';

export const nameChanged: Rule = {
  code: 'NAME_CHANGED',
  severity: 'warning',
  text: (count) => `${count} name(s) do not fit or are taken and were changed.`,
  meaning:
    'An action, trigger or definition whose name has other characters than its pattern allows, or equals an earlier one.',
};
