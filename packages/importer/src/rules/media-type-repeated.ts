import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const mediaTypeRepeated: Rule = {
  code: 'MEDIA_TYPE_REPEATED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'media type')} left out of a body: an earlier one differs only in parameters or letter case. Merge their schemas.`,
  meaning: 'Two media types of one body are equal without parameters and letter case, and their schemas differ.',
};
