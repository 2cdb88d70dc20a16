import { expect } from 'vitest';
import { codesOf, importText, messageOf, openapi, swagger } from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";
const paths = `paths: { /a: { get: { operationId: a, ${done} } } }`;
const response = (members: string): string =>
  `paths: { /a: { get: { operationId: a, responses: { '200': { ${members} } } } } }`;
const schema = (text: string): string => `paths: {}\ncomponents: { schemas: { S: ${text} } }`;
const scheme = (text: string): string => `${paths}\ncomponents: { securitySchemes: { s: ${text} } }`;

type Valid = readonly [what: string, rest: string, info?: string];
const info = (members: string): string => `{ title: T, version: '1', ${members} }`;

const valid: { readonly [version: string]: readonly Valid[] } = {
  '3.0.3': [
    ['a bearer scheme in capitals', scheme('{ type: http, scheme: Bearer, bearerFormat: JWT }')],
    ['a scheme without format', scheme('{ type: http, scheme: BASIC }')],
    [
      'a description of a server variable',
      `servers: [{ url: 'https://{v}', variables: { v: { default: a, description: words } } }]\n${paths}`,
    ],
    [
      'a response range and extensions',
      'paths: { /a: { x-item: 1, get: { responses: { 4XX: { description: bad, x-response: 1 }, default: { description: other } }, x-operation: [] } } }',
    ],
    [
      'a parameter with content',
      `paths: { /a: { get: { parameters: [{ name: p, in: query, content: { application/json: { schema: {} } } }], ${done} } } }`,
    ],
    [
      'a link with a server',
      response("description: ok, links: { l: { operationId: a, server: { url: 'https://b.example.com' } } }"),
    ],
    [
      'a schema with not, nullable and a discriminator',
      schema(
        "{ not: { type: string }, nullable: true, oneOf: [{ $ref: '#/components/schemas/S' }], discriminator: { propertyName: x } }",
      ),
    ],
    ['a license without url', paths, info('license: { name: Apache 2.0 }')],
    ['no paths at all but an empty object', 'paths: {}'],
    [
      'a reference with siblings',
      "paths: { /a: { get: { responses: { '200': { $ref: '#/components/responses/R', description: more } } } } }\ncomponents: { responses: { R: { description: ok } } }",
    ],
  ],
  '3.1.0': [
    ['a license with a name alone', paths, info('license: { name: Apache 2.0 }')],
    ['a license with an identifier', paths, info('license: { name: Apache 2.0, identifier: Apache-2.0 }')],
    ['a license with a url', paths, info("license: { name: Apache 2.0, url: 'https://example.com/license' }")],
    [
      'a description of a server variable',
      `servers: [{ url: 'https://{v}', variables: { v: { default: a, description: words } } }]\n${paths}`,
    ],
    ['a bearer scheme in capitals', scheme('{ type: http, scheme: Bearer, bearerFormat: JWT }')],
    ['a mutualTLS scheme', scheme('{ type: mutualTLS, description: words }')],
    ['components alone', 'components: {}'],
    ['webhooks alone', `webhooks: { w: { post: { ${done} } } }`],
    ['an operation without responses', 'paths: { /a: { get: { operationId: a } } }'],
    [
      'a path item behind a reference with siblings',
      `paths: { /a: { $ref: '#/components/pathItems/P', description: more } }\ncomponents: { pathItems: { P: { get: { ${done} } } } }`,
    ],
    [
      'a link with a server',
      response("description: ok, links: { l: { operationId: a, server: { url: 'https://b.example.com' } } }"),
    ],
    [
      'headers with examples',
      response('description: ok, headers: { X: { schema: { type: string }, example: 1, deprecated: true } }'),
    ],
    [
      'boolean schemas and unknown keywords',
      schema('{ properties: { a: true, b: false }, x-any: 1, foo: bar, $comment: words }'),
    ],
  ],
  '3.2.0': [
    ['a response with a summary alone', response('summary: fine')],
    ['a response without members', response('')],
    ['tags with parent and kind', `tags: [{ name: a, summary: A, kind: nav }, { name: b, parent: a }]\n${paths}`],
    [
      'query and additionalOperations',
      `paths: { /a: { query: { ${done} }, additionalOperations: { COPY: { ${done} } } } }`,
    ],
    [
      'itemSchema and encodings',
      response(
        'description: ok, content: { multipart/mixed: { itemSchema: {}, prefixEncoding: [{ contentType: text/plain }], itemEncoding: {} } }',
      ),
    ],
    [
      'a querystring parameter',
      `paths: { /a: { get: { parameters: [{ name: q, in: querystring, content: { application/json: { schema: {} } } }], ${done} } } }`,
    ],
    [
      'a cookie style',
      `paths: { /a: { get: { parameters: [{ name: c, in: cookie, style: cookie, schema: { type: string } }], ${done} } } }`,
    ],
    [
      'a device flow',
      scheme(
        "{ type: oauth2, deprecated: true, oauth2MetadataUrl: 'https://id.example.com/m', flows: { deviceAuthorization: { deviceAuthorizationUrl: 'https://id.example.com/d', tokenUrl: 'https://id.example.com/t', scopes: {} } } }",
      ),
    ],
    [
      '$self and named servers',
      `$self: https://api.example.com/openapi.yaml\nservers: [{ url: 'https://api.example.com', name: production }]\n${paths}`,
    ],
    [
      'examples with dataValue and serializedValue',
      response(
        'description: ok, content: { application/json: { examples: { e: { dataValue: { a: 1 }, serializedValue: "{}" } } } }',
      ),
    ],
    [
      'shared media types',
      `paths: { /a: { get: { responses: { '200': { description: ok, content: { application/json: { $ref: '#/components/mediaTypes/M' } } } } } } }\ncomponents: { mediaTypes: { M: { schema: {} } } }`,
    ],
    [
      'XML node types and a default mapping',
      schema('{ type: object, xml: { nodeType: element }, discriminator: { propertyName: k, defaultMapping: S } }'),
    ],
    ['a license with a name alone', paths, info('license: { name: Apache 2.0 }')],
    ['a bearer scheme in capitals', scheme('{ type: http, scheme: Bearer, bearerFormat: JWT }')],
  ],
};

const invalid: { readonly [version: string]: readonly Valid[] } = {
  '3.0.3': [
    ['an info without title', paths, "{ version: '1' }"],
    ['a response without description', response('')],
    ['servers that are no list', `servers: { url: 'https://api.example.com' }\n${paths}`],
    [
      'a parameter with schema and content',
      `paths: { /a: { get: { parameters: [{ name: p, in: query, schema: {}, content: { application/json: {} } }], ${done} } } }`,
    ],
    ['an unknown member', `paths: { /a: { get: { respones: {}, ${done} } } }`],
  ],
  '3.1.0': [
    [
      'a license with identifier and url',
      paths,
      info("license: { name: A, identifier: A, url: 'https://example.com' }"),
    ],
    ['neither paths, components nor webhooks', 'tags: []'],
    [
      'an empty enum of a server variable',
      `servers: [{ url: 'https://{v}', variables: { v: { default: a, enum: [] } } }]\n${paths}`,
    ],
    ['an unknown container of components', `${paths}\ncomponents: { unknown: {} }`],
    [
      'example beside examples',
      response('description: ok, content: { application/json: { example: 1, examples: { e: { value: 1 } } } }'),
    ],
  ],
  '3.2.0': [
    ['an info without version', paths, '{ title: T }'],
    [
      'two querystring parameters',
      `paths: { /a: { get: { parameters: [{ name: q, in: querystring, content: { application/json: { schema: {} } } }, { name: r, in: querystring, content: { application/json: { schema: {} } } }], ${done} } } }`,
    ],
    ['a fixed method in additionalOperations', `paths: { /a: { additionalOperations: { GET: { ${done} } } } }`],
    [
      'an example with value and dataValue',
      response('description: ok, content: { application/json: { examples: { e: { value: 1, dataValue: 1 } } } }'),
    ],
    [
      'encoding beside itemEncoding',
      response('description: ok, content: { multipart/mixed: { encoding: {}, itemEncoding: {} } }'),
    ],
  ],
};

for (const [version, documents] of Object.entries(valid))
  describeCases(`A valid document of ${version}`, (testCase) => {
    for (const [what, rest, information] of documents)
      testCase(`with ${what} has no violation`, async () => {
        const model = await importText(openapi(version, rest, information));
        expect(messageOf(model, 'SCHEMA_VIOLATION')?.detail ?? []).toEqual([]);
      });
  });

for (const [version, documents] of Object.entries(invalid))
  describeCases(`An invalid document of ${version}`, (testCase) => {
    for (const [what, rest, information] of documents)
      testCase(`with ${what} is reported`, async () => {
        const model = await importText(openapi(version, rest, information));
        expect(model.messages.filter(({ severity }) => severity !== 'info')).not.toEqual([]);
      });
  });

describeCases('The structure of Swagger 2.0', (testCase) => {
  testCase('is checked by its own rules', async () => {
    const model = await importText(
      swagger(
        `paths: { /a: { get: { operationId: a, respones: {}, responses: { 200: { description: ok, shema: {} } } } } }\nunknown: 1`,
      ),
    );
    expect(codesOf(model)).toContain('SCHEMA_VIOLATION');
    const details = messageOf(model, 'SCHEMA_VIOLATION')?.detail.join('\n') ?? '';
    for (const name of ['respones', 'shema', 'unknown']) expect(details).toContain(name);
  });

  testCase('has no violation in a valid document', async () => {
    const model = await importText(
      swagger(`
        basePath: /v1
        consumes: [application/json]
        x-root: 1
        tags: [{ name: a, externalDocs: { url: 'https://example.com' } }]
        paths:
          x-paths: 1
          /a/{id}:
            parameters: [{ name: id, in: path, required: true, type: string, pattern: '^a' }]
            post:
              tags: [a]
              parameters:
                - { name: b, in: body, schema: { $ref: '#/definitions/A' } }
                - { name: l, in: query, type: array, collectionFormat: multi, items: { type: integer, enum: [1, 2] } }
              responses: { default: { description: ok, headers: { X: { type: integer, description: words } }, schema: { type: file } }, x-responses: 1 }
        definitions: { A: { type: object, discriminator: kind, required: [kind], properties: { kind: { type: string, xml: { attribute: true } } }, example: { kind: x } } }
        securityDefinitions: { k: { type: apiKey, in: query, name: k }, b: { type: basic }, o: { type: oauth2, flow: implicit, authorizationUrl: 'https://id.example.com/a', scopes: { r: Read } } }`),
    );
    expect(messageOf(model, 'SCHEMA_VIOLATION')?.detail ?? []).toEqual([]);
  });
});

describeCases('Responses without a response', (testCase) => {
  for (const version of ['3.1.0', '3.2.0'])
    testCase(`need a status code or default, and are told so in ${version}`, async () => {
      const model = await importText(openapi(version, 'paths: { /a: { get: { operationId: a, responses: {} } } }'));
      expect(messageOf(model, 'SCHEMA_VIOLATION')?.detail).toEqual([
        expect.stringMatching(/^\/paths\/~1a\/get\/responses .*: must have a status code or 'default'$/),
      ]);
    });
});
