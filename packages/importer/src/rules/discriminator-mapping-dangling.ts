import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const discriminatorMappingDangling: Rule = {
  code: 'DISCRIMINATOR_MAPPING_DANGLING',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'discriminator mapping value')} could not be resolved to a schema. The text was kept. Correct the name or path.`,
  meaning: 'A value of `discriminator.mapping` names no schema of the document.',
};
