import fc from 'fast-check';
import type { Json } from '../src/index.ts';

/** Ordinary names and names that break naive code. */
export const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('Pet', 'pet', 'Tag', 'a', 'id', 'Odd name', 'A.b') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      '$ref',
      'properties',
      'enum',
      '$id',
      '~1/~0',
      '%',
      '',
      '0',
      'é😀',
      'x-a',
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6, unit: 'binary' }) },
);

const reference = fc.oneof(
  {
    weight: 8,
    arbitrary: name.map(
      (key) =>
        `#/components/schemas/${encodeURIComponent(key.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(name, name).map(([key, property]) => `#/components/schemas/${key}/properties/${property}`),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '#',
      '#/',
      '',
      '#a',
      '#/info',
      '#/info/title',
      '#/paths',
      '#/paths/~1a',
      '#/paths/~1a/get',
      '#/components/parameters/a',
      '#/components/responses/a',
      '#/components/responses/Pet',
      '#/components/pathItems/a',
      '#/components/requestBodies/Pet',
      '#/components/schemas',
      '#/components/schemas/Pet/allOf/0',
      '#/components/schemas/Pet/items',
      '#/components/schemas/Pet/x-a',
      '#/components/schemas/Pet/additionalProperties',
      '#/components/schemas/Tag/$defs/a',
      '#/$defs/a',
      '#%',
      '#/%E0%A4%A',
      'other.yaml#/Pet',
      'https://example.com/pet.json',
      'Pet',
      'Pet.json',
    ),
  },
);

/** Any JSON, with special keys such as `__proto__`. */
export const anything: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e300, '', 'text', 'string', '(', '#/components/schemas/Pet'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** The expected value, and sometimes another one. */
export function mostly(expected: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 12, arbitrary: expected }, { weight: 1, arbitrary: anything });
}

export function record(
  members: { readonly [key: string]: fc.Arbitrary<Json> },
  ...requiredKeys: readonly string[]
): fc.Arbitrary<Json> {
  return fc.record(members, { requiredKeys: [...requiredKeys] });
}

/** An object with some of the members, up to a maximum: objects with all members are slow and find nothing more. */
export function some(members: { readonly [key: string]: fc.Arbitrary<Json> }, max: number): fc.Arbitrary<Json> {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(members)), { maxLength: max })
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, members[key] ?? anything]))));
}

export function map(value: fc.Arbitrary<Json>, maxKeys = 3): fc.Arbitrary<Json> {
  return fc.dictionary(name, value, { maxKeys });
}

const typeName = fc.constantFrom<Json>(
  'string',
  'integer',
  'number',
  'boolean',
  'object',
  'array',
  'null',
  'file',
  'any',
);
const number = fc.constantFrom<Json>(0, 1, 2, -1, 1.5, '3', 'low');
const pattern = fc.constantFrom('^a', '(', '\\@', '\\p{L}', '[', '\\-', '(?<a', '[\\w-.]', 'a{,3}');

/** Generates schemas that violate the specification in many ways. */
export const hostileSchema: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => {
  const inner = mostly(tie('schema'));
  const list = mostly(fc.array(inner, { maxLength: 3 }));
  const holders = Object.fromEntries(
    [
      'items',
      'additionalProperties',
      'unevaluatedProperties',
      'unevaluatedItems',
      'contains',
      'propertyNames',
      'not',
      'if',
      'then',
      'else',
      'contentSchema',
      'additionalItems',
    ].map((key) => [key, inner]),
  );
  const lists = Object.fromEntries(
    ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items '].map((key) => [key.trim(), list]),
  );
  const maps = Object.fromEntries(
    ['properties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'].map((key) => [key, mostly(map(inner))]),
  );
  const limits = Object.fromEntries(
    [
      'minimum',
      'maximum',
      'exclusiveMinimum',
      'exclusiveMaximum',
      'multipleOf',
      'minLength',
      'maxLength',
      'minItems',
      'maxItems',
      'minProperties',
      'minContains',
      'maxContains',
    ].map((key) => [key, fc.oneof(number, fc.boolean())]),
  );
  const members = {
    ...limits,
    ...holders,
    ...lists,
    ...maps,
    $ref: reference,
    type: fc.oneof(typeName, fc.array(typeName, { maxLength: 3 })),
    nullable: fc.boolean(),
    patternProperties: fc.dictionary(pattern, inner, { maxKeys: 2 }),
    pattern,
    format: fc.constantFrom<Json>('date', 'int64', 'nonsense', 1),
    required: mostly(fc.array(name, { maxLength: 3 })),
    dependentRequired: mostly(map(fc.array(name, { maxLength: 2 }))),
    enum: mostly(fc.array(anything, { maxLength: 3 })),
    const: anything,
    default: anything,
    example: anything,
    examples: anything,
    discriminator: mostly(record({ propertyName: name, mapping: map(fc.oneof(reference, name)) })),
    xml: anything,
    description: anything,
    'x-a': anything,
    $id: fc.constantFrom('https://example.com/pet.json', 'a', '#a', '::'),
    $anchor: fc.constantFrom('a', 'b c', ''),
    $dynamicAnchor: fc.constantFrom('a', 'b'),
    $dynamicRef: fc.constantFrom('#a', '#b', '#/components/schemas/Pet', 'x'),
    $schema: anything,
    $async: fc.boolean(),
    $recursiveRef: fc.constant('#'),
    $comment: anything,
    id: name,
    unknown: inner,
  };
  return {
    schema: fc.oneof(
      { depthSize: 'small', maxDepth: 4 },
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 2, arbitrary: reference.map(($ref): Json => ({ $ref })) },
      { weight: 6, arbitrary: some(members, 5) },
    ),
  };
}).schema;
