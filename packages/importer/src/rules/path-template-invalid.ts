import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const pathTemplateInvalid: Rule = {
  code: 'PATH_TEMPLATE_INVALID',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'path template')} with braces that OpenAPI does not define. Write each placeholder once, as {name}.`,
  meaning:
    'A path has an empty placeholder, a brace without its partner, braces within braces, the same placeholder twice, or an expression such as `{?page,size}` or `{id:[0-9]+}`. The name of such a placeholder is taken; query expressions become query parameters; single braces stay as they are.',
};
