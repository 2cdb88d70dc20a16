import { counted } from './counted.ts';
import type { Rule } from './rule.ts';

export const schemaInvalid: Rule = {
  code: 'SCHEMA_INVALID',
  severity: 'error',
  text: (count) =>
    `${counted(count, 'schema')} replaced by a schema that accepts anything: neither an object nor a boolean. Correct the value.`,
  meaning: 'A place for a schema holds a value that is neither an object nor a boolean.',
};
