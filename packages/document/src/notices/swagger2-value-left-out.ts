import type { Rule } from '@connectory/importer';

export const swagger2ValueLeftOut: Rule = {
  code: 'SWAGGER2_VALUE_LEFT_OUT',
  severity: 'warning',
  text: (count) => `${count} value(s) are of another type than Swagger 2.0 says and were left out.`,
  meaning: 'A member of a Swagger 2.0 document is of another type than it says, and was left out.',
};
