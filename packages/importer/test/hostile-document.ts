import fc from 'fast-check';
import type { Json } from '../src/index.ts';

/** Names that machines stumble over, beside ordinary ones. */
const name = fc.oneof(
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

/** Any JSON, with keys of the machines' own. */
const anything: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e300, '', 'text', 'string', '(', '#/components/schemas/Pet'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** What should be there, and now and then something else. */
function mostly(expected: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.oneof({ weight: 12, arbitrary: expected }, { weight: 1, arbitrary: anything });
}

function record(members: { readonly [key: string]: fc.Arbitrary<Json> }): fc.Arbitrary<Json> {
  return fc.record(members, { requiredKeys: [] }) as fc.Arbitrary<Json>;
}

/** An object that has some of the members, at most so many: schemas with forty keywords at once are slow and show nothing more. */
function some(members: { readonly [key: string]: fc.Arbitrary<Json> }, max: number): fc.Arbitrary<Json> {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(members)), { maxLength: max })
    .chain((keys) => fc.record(Object.fromEntries(keys.map((key) => [key, members[key] ?? anything]))));
}

function map(value: fc.Arbitrary<Json>, maxKeys = 3): fc.Arbitrary<Json> {
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

const schema: fc.Arbitrary<Json> = fc.letrec<{ schema: Json }>((tie) => {
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
      { depthSize: 'small', maxDepth: 3 },
      fc.boolean(),
      reference.map(($ref): Json => ({ $ref })),
      some(members, 5),
    ),
  };
}).schema;

const orReference = (value: fc.Arbitrary<Json>, kind: string): fc.Arbitrary<Json> =>
  mostly(
    fc.oneof(
      { weight: 4, arbitrary: value },
      { weight: 1, arbitrary: name.map((key): Json => ({ $ref: `#/components/${kind}/${key}` })) },
    ),
  );

const mediaType = fc.constantFrom('application/json', 'APPLICATION/json; charset=utf-8', 'text/plain', '*/*', '', 'é');
const content = mostly(fc.dictionary(mediaType, mostly(record({ schema: mostly(schema) })), { maxKeys: 3 }));
const server = mostly(
  record({
    url: fc.constantFrom('https://a.example', '/v1', '{a}/b', ':', ''),
    variables: map(record({ default: anything, enum: anything })),
  }),
);
const parameter = orReference(
  record({
    name,
    in: fc.constantFrom('path', 'query', 'header', 'cookie', 'body'),
    required: fc.boolean(),
    schema: mostly(schema),
    content,
    style: anything,
  }),
  'parameters',
);
const parameters = mostly(fc.array(parameter, { maxLength: 4 }));
const response = orReference(record({ description: fc.constant('a'), content, headers: anything }), 'responses');
const requestBody = orReference(record({ required: fc.boolean(), content }), 'requestBodies');
const status = fc.constantFrom('200', '4XX', '400', 'default', 'ok', '99', 'x-a');
const security = mostly(fc.array(map(fc.constant([])), { maxLength: 2 }));

const pathItem: fc.Arbitrary<Json> = fc.letrec<{ item: Json }>((tie) => {
  const item = fc.oneof({ depthSize: 'small', maxDepth: 2 }, fc.constant<Json>({}), tie('item'));
  const operation = mostly(
    record({
      operationId: fc.oneof(name, anything),
      tags: anything,
      parameters,
      requestBody,
      responses: mostly(fc.dictionary(status, response, { maxKeys: 4 })),
      callbacks: mostly(map(orReference(map(item, 2), 'callbacks'), 2)),
      security,
      servers: mostly(fc.array(server, { maxLength: 2 })),
    }),
  );
  return {
    item: orReference(
      record({
        get: operation,
        post: operation,
        trace: operation,
        query: operation,
        additionalOperations: map(operation),
        parameters,
        servers: anything,
      }),
      'pathItems',
    ),
  };
}).item;

const securityScheme = orReference(
  record({
    type: fc.constantFrom('apiKey', 'http', 'oauth2', 'openIdConnect', 'mutualTLS', 'none'),
    in: fc.constantFrom('header', 'query', 'body'),
    name,
    scheme: fc.constantFrom('basic', 'Bearer', 'digest'),
    flows: mostly(map(record({ tokenUrl: name, authorizationUrl: name, scopes: anything }))),
  }),
  'securitySchemes',
);

/** A document as no one should write it, and someone has. */
export const hostileDocument: fc.Arbitrary<Json> = fc
  .record({
    openapi: fc.constantFrom('3.0.3', '3.1.0', '3.2.0'),
    info: mostly(record({ title: anything, version: anything, contact: anything })),
    servers: mostly(fc.array(server, { maxLength: 2 })),
    paths: mostly(
      fc.dictionary(fc.constantFrom('/a', '/a/{id}', '/{id}/{id}', 'b', 'x-a', '/é/{a b}', '__proto__'), pathItem, {
        maxKeys: 4,
      }),
    ),
    webhooks: mostly(map(pathItem, 2)),
    security,
    components: mostly(
      record({
        schemas: mostly(map(mostly(schema), 5)),
        parameters: mostly(map(parameter)),
        responses: mostly(map(response)),
        requestBodies: mostly(map(requestBody)),
        pathItems: mostly(map(pathItem, 2)),
        callbacks: mostly(map(map(pathItem, 2), 2)),
        securitySchemes: mostly(map(securityScheme)),
      }),
    ),
  })
  .map((document): Json => document);
