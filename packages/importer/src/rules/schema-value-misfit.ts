import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaValueMisfit: Rule = {
  code: 'SCHEMA_VALUE_MISFIT',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'value')} that the schema beside it refuses: read as a value of its type where possible, else kept. Correct the value.`,
  meaning:
    'A value in `default`, `enum` or `const` is of another type than `type` allows, as `"20"` of an integer, `enum: [1, 2]` of a string or `null` where it is not allowed, or a `default` is outside of `enum` or of a limit such as `minimum` or `maxLength`. Text that is a value of the type becomes it, and a scalar of a string becomes text. The default of a parameter that is no value of its type stays in the schema and is left out of the parameter.',
};
