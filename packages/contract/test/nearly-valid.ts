import fc from 'fast-check';
import { z } from 'zod';
import { apiOperations } from '../src/index.ts';

/** All schemas of request bodies. */
export const requestSchemas = apiOperations.flatMap(({ operationId, jsonBody, multipartMetadata }) =>
  [jsonBody, multipartMetadata].flatMap((schema) => (schema === undefined ? [] : [[operationId, schema] as const])),
);

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

/** Bodies in the shape of a schema, some of which are wrong. */
export function nearlyValidBodies(schema: z.ZodType): fc.Arbitrary<unknown> {
  return nearlyValid(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input', reused: 'inline' }));
}
