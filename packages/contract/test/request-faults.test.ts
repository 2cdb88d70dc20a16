import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiOperations, fieldPath, parseRequest } from '../src/index.ts';

/** All schemas of request bodies. */
const schemas = apiOperations.flatMap(({ operationId, jsonBody, multipartMetadata }) =>
  [jsonBody, multipartMetadata].flatMap((schema) => (schema === undefined ? [] : [[operationId, schema] as const])),
);

/** Words of the validator's own texts. */
const ofValidator = /\b(?:Invalid|expected|received|Unrecognized|Too (?:small|big)|undefined|NaN|regex|pattern)\b/i;

/** As the contract writes paths: `field1.field2[0].field3`. */
const notation = /^[^.[\]]+(?:\.[^.[\]]+|\[\d+\])*$/;

const leaf = fc.oneof(
  fc.constantFrom(null, true, -1, 1.5, 1e300, '', 'x', 'latest', 'x'.repeat(20_000)),
  fc.constantFrom([], {}, [1], [{}], { a: 1 }),
);

/** Values in the shape of a schema, some of which are wrong. */
function nearlyValid(schema: unknown, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 4) return leaf;
  const shape = Object(schema);
  const branches: unknown = shape.anyOf ?? shape.oneOf;
  if (Array.isArray(branches)) return fc.oneof(leaf, ...branches.map((branch) => nearlyValid(branch, depth + 1)));
  if (Array.isArray(shape.enum)) return fc.oneof(leaf, fc.constantFrom(...shape.enum));
  if (shape.const !== undefined) return fc.oneof({ weight: 4, arbitrary: fc.constant(shape.const) }, leaf);
  if (shape.type === 'array') return fc.oneof(leaf, fc.array(nearlyValid(shape.items, depth + 1), { maxLength: 3 }));
  if (shape.type !== 'object') return leaf;
  const members = Object.entries(Object(shape.properties)).map(([name, inner]) => [
    name,
    nearlyValid(inner, depth + 1),
  ]);
  const model: { readonly [name: string]: fc.Arbitrary<unknown> } = Object.fromEntries(members);
  return fc.oneof({ weight: 6, arbitrary: fc.record({ ...model, colour: leaf }, { requiredKeys: [] }) }, leaf);
}

describe.each(schemas)('the body of %s', (_operationId, schema) => {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', reused: 'inline' });

  it('is refused in texts of this service, with fields in the notation of the contract', () => {
    fc.assert(
      fc.property(nearlyValid(json), (input) => {
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
