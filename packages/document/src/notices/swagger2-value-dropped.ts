import type { Rule } from '@connectory/importer';

export const swagger2ValueDropped: Rule = {
  code: 'SWAGGER2_VALUE_DROPPED',
  severity: 'warning',
  text: (count) => `${count} value(s) left out: not of the type that Swagger 2.0 requires. Correct the value.`,
  meaning: 'A member of a Swagger 2.0 document has a value of the wrong type.',
};
