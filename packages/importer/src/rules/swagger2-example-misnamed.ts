import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const swagger2ExampleMisnamed: Rule = {
  code: 'SWAGGER2_EXAMPLE_MISNAMED',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'response example')} kept apart: the name is no media type that the operation produces. Name it after one.`,
  meaning:
    'An example of a Swagger 2.0 response has a name that is not among the media types of the response. It is kept as `x-examples`.',
};
