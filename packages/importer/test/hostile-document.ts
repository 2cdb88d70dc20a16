import fc from 'fast-check';
import type { Json } from '../src/index.ts';
import { anything, hostileSchema, map, mostly, name, record, some } from './hostile-schema.ts';

const orReference = (value: fc.Arbitrary<Json>, kind: string): fc.Arbitrary<Json> =>
  mostly(
    fc.oneof(
      { weight: 4, arbitrary: value },
      { weight: 1, arbitrary: name.map((key): Json => ({ $ref: `#/components/${kind}/${key}` })) },
    ),
  );

const mediaType = fc.constantFrom('application/json', 'APPLICATION/json; charset=utf-8', 'text/plain', '*/*', '', 'é');
const content = mostly(fc.dictionary(mediaType, mostly(record({ schema: mostly(hostileSchema) })), { maxKeys: 2 }));
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
    schema: mostly(hostileSchema),
    content,
    style: anything,
  }),
  'parameters',
);
const parameters = mostly(fc.array(parameter, { maxLength: 3 }));
const response = orReference(record({ description: fc.constant('a'), content, headers: anything }), 'responses');
const requestBody = orReference(record({ required: fc.boolean(), content }), 'requestBodies');
const status = fc.constantFrom('200', '4XX', '400', 'default', 'ok', '99', 'x-a');
const security = mostly(fc.array(map(fc.constant([])), { maxLength: 2 }));

const pathItem: fc.Arbitrary<Json> = fc.letrec<{ item: Json }>((tie) => {
  const item = fc.oneof({ depthSize: 'small', maxDepth: 2 }, fc.constant<Json>({}), tie('item'));
  const operation = mostly(
    some(
      {
        operationId: fc.oneof(name, anything),
        tags: anything,
        parameters,
        requestBody,
        responses: mostly(fc.dictionary(status, response, { maxKeys: 3 })),
        callbacks: mostly(map(orReference(map(item, 1), 'callbacks'), 2)),
        security,
        servers: mostly(fc.array(server, { maxLength: 2 })),
      },
      4,
    ),
  );
  return {
    item: orReference(
      some(
        {
          get: operation,
          post: operation,
          trace: operation,
          query: operation,
          additionalOperations: map(operation, 1),
          parameters,
          servers: anything,
        },
        3,
      ),
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

/** Generates documents that violate the specification in many ways. */
export const hostileDocument: fc.Arbitrary<Json> = fc
  .record({
    openapi: fc.constantFrom('3.0.3', '3.1.0', '3.2.0'),
    info: mostly(record({ title: anything, version: anything, contact: anything })),
    servers: mostly(fc.array(server, { maxLength: 2 })),
    paths: mostly(
      fc.dictionary(fc.constantFrom('/a', '/a/{id}', '/{id}/{id}', 'b', 'x-a', '/é/{a b}', '__proto__'), pathItem, {
        maxKeys: 3,
      }),
    ),
    webhooks: mostly(map(pathItem, 1)),
    security,
    components: mostly(
      record(
        {
          schemas: mostly(fc.dictionary(name, mostly(hostileSchema), { minKeys: 2, maxKeys: 8 })),
          parameters: mostly(map(parameter)),
          responses: mostly(map(response)),
          requestBodies: mostly(map(requestBody)),
          pathItems: mostly(map(pathItem, 1)),
          callbacks: mostly(map(map(pathItem, 1), 1)),
          securitySchemes: mostly(map(securityScheme)),
        },
        'schemas',
      ),
    ),
  })
  .map((document): Json => document);
