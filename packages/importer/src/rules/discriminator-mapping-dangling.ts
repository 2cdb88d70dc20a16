import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const discriminatorMappingDangling: Rule = {
  code: 'DISCRIMINATOR_MAPPING_DANGLING',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'discriminator mapping value')} kept as written: no such schema. Correct the name or path.`,
  meaning: 'A value of `discriminator.mapping` names no schema of the document.',
};
