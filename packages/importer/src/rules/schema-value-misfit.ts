import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaValueMisfit: Rule = {
  code: 'SCHEMA_VALUE_MISFIT',
  severity: 'warning',
  text: (count) =>
    `${counted(count, 'value')} that the schema beside it refuses: read as a value of its type where possible, else kept. Correct the value.`,
  meaning:
    'A value in `default`, `enum` or `const`, or in an array or object there, is of another type than its schema allows, as `"20"` of an integer, `enum: [1, 2]` of a string or `null` where it is not allowed. Or a `default` is outside of `enum`, `const` or a limit such as `minimum`, `maxLength` or `minItems`, does not match a plain `pattern`, or is no `date`, `time`, `date-time`, `uuid`, `ipv4` or integer of its `format`. Text that is a value of the type becomes it, and a scalar of a string becomes text. The default of a parameter that is no value of its type stays in the schema and is left out of the parameter.',
};
