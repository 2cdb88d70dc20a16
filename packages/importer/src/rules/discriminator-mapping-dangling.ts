import type { Rule } from './rule.ts';

export const discriminatorMappingDangling: Rule = {
  code: 'DISCRIMINATOR_MAPPING_DANGLING',
  severity: 'warning',
  text: (count) => `${count} discriminator mapping value(s) lead to no schema and were kept as written.`,
  meaning: 'A value of `discriminator.mapping` that names nothing.',
};
