import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldPath, parseRequest } from '../src/index.ts';
import { nearlyValidBodies, requestSchemas } from './nearly-valid.ts';

/** Words of the validator's own texts. */
const ofValidator = /\b(?:Invalid|expected|received|Unrecognized|Too (?:small|big)|undefined|NaN|regex|pattern)\b/i;

/** As the contract writes paths: `field1.field2[0].field3`. */
const notation = /^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/;

describe.each(requestSchemas)('the body of %s', (_operationId, schema) => {
  it('is refused in texts of this service, with fields in the notation of the contract', () => {
    fc.assert(
      fc.property(nearlyValidBodies(schema), (input) => {
        const parsed = parseRequest<unknown>(schema, input, 'body');
        for (const { field, message } of parsed.ok ? [] : parsed.faults) {
          expect(message).not.toMatch(ofValidator);
          expect(message).toMatch(/^[a-z].*[^.]$/s);
          expect(field).toMatch(notation);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a fault', () => {
  const schema = z.object({ name: z.string({ error: 'is required' }), list: z.array(z.object({ id: z.string() })) });
  const faultsOf = (input: unknown) => {
    const parsed = parseRequest<unknown>(schema, input, 'body');
    return parsed.ok ? [] : parsed.faults;
  };

  it.each([
    [7, 'must be a string, not a number'],
    [null, 'must be a string, not null'],
    [[], 'must be a string, not a list'],
    [true, 'must be a string, not a boolean'],
    [undefined, 'is required'],
  ])('of %j where a string is required names the type', (name, message) => {
    expect(faultsOf({ name, list: [] })).toEqual([{ field: 'name', message }]);
  });

  it('in an item of a list has its index in brackets', () => {
    expect(faultsOf({ name: 'x', list: [{ id: 'a' }, { id: 1 }] })).toMatchObject([{ field: 'list[1].id' }]);
  });

  it('of the whole body is about the body, and one of a part has the name of the part', () => {
    expect(faultsOf(3)).toEqual([{ field: 'body', message: 'must be an object, not a number' }]);
    expect(fieldPath('metadata', ['include', 'tags', 0])).toBe('metadata.include.tags[0]');
  });
});
