import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathWithoutSlash: Rule = {
  code: 'PATH_WITHOUT_SLASH',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path')} without a leading slash, kept as written. Add the slash: the path follows the base URL.`,
  meaning: 'A key of `paths` does not start with `/`.',
};
