import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const dynamicReferenceStatic: Rule = {
  code: 'DYNAMIC_REFERENCE_STATIC',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'dynamic reference')} to anchors in other definitions, served as "$ref". Schemas that extend the anchor have no effect there. Reference the extending schema itself.`,
  meaning: 'A `$dynamicRef` leads to a `$dynamicAnchor` of another definition.',
};
