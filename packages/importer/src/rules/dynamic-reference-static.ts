import type { Rule } from './rule.ts';

export const dynamicReferenceStatic: Rule = {
  code: 'DYNAMIC_REFERENCE_STATIC',
  severity: 'warning',
  text: (count) => `${count} dynamic reference(s) lead out of their definition and became ordinary references.`,
  meaning: 'A `$dynamicRef` whose `$dynamicAnchor` is in another definition.',
};
