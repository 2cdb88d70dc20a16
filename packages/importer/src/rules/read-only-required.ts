import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const readOnlyRequired: Rule = {
  code: 'READ_ONLY_REQUIRED',
  severity: 'info',
  text: (count) =>
    `${counted(count, 'list', 'lists')} of required names with read-only or write-only properties, which are required in one direction only. Their names moved to "x-required".`,
  meaning:
    'OpenAPI 3.0 and Swagger 2.0: a `required` read-only property is required of responses only, a write-only one (3.0) of requests only. One definition serves both directions, so the names leave `required`, and `x-required` keeps them. Where `allOf` references a schema that requires such a property of another one, that schema is written out.',
};
