import type { Rule } from './rule.ts';

export const pathWithoutSlash: Rule = {
  code: 'PATH_WITHOUT_SLASH',
  severity: 'warning',
  text: (count) => `${count} path(s) do not start with a slash; they were kept as written.`,
  meaning: 'OpenAPI wants each path to start with `/`, so that it can be appended to the base URL.',
};
