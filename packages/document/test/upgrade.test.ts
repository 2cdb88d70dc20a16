import type { Json } from '@connectory/importer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultDocumentLimits, readDocument } from '../src/index.ts';
import { locateOne, read } from './read.ts';

const petStore = `swagger: "2.0"
info: {title: Pets, version: "1"}
host: pets.example
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
parameters:
  Limit: {name: limit, in: query, type: integer}
  Pet Body:
    name: pet
    in: body
    schema: {$ref: "#/definitions/Pet"}
responses:
  Gone:
    description: gone
    schema:
      type: string
securityDefinitions:
  key:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://pets.example/a
    tokenUrl: https://pets.example/t
    scopes: {read: all}
paths:
  /pets:
    parameters:
      - {name: trace, in: header, type: string}
    post:
      parameters:
        - name: pet
          in: body
          schema:
            type: object
            properties:
              name: {type: string}
        - $ref: "#/parameters/Limit"
        - name: tags
          in: query
          type: array
          items: {type: string}
      responses:
        200:
          description: ok
          schema:
            type: array
            items: {$ref: "#/definitions/Pet"}
          headers:
            X-Rate:
              type: integer
    put:
      consumes: [multipart/form-data]
      parameters:
        - name: q
          in: query
          type: string
        - name: photo
          in: formData
          type: file
        - name: title
          in: formData
          type: string
          maxLength: 9
        - name: r
          in: query
          type: string
      responses:
        default: {description: d}
definitions:
  Pet:
    type: object
    properties:
      kind: {enum: [cat, null]}
`;

/** Line and column of the first occurrence of a text in the fixture, such as `3:14`. */
function placeOf(text: string, from = ''): string {
  const offset = petStore.indexOf(text, petStore.indexOf(from));
  const before = petStore.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function swagger(fields: { readonly [key: string]: Json }): string {
  return JSON.stringify({ swagger: '2.0', ...fields });
}

describe('Swagger 2.0', { timeout: 60_000 }, () => {
  test('is upgraded to 3.0, with one notice', async () => {
    const { root, openapi, notices } = await read(petStore);
    expect(openapi).toBe('2.0');
    expect(root).toMatchObject({ openapi: '3.0.0', servers: [{ url: 'https://pets.example/v1' }] });
    expect(notices.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['info SWAGGER2_UPGRADED']);
  });

  test('keeps null in lists', async () => {
    const { root } = await read(petStore);
    expect(root).toMatchObject({ components: { schemas: { Pet: { properties: { kind: { enum: ['cat', null] } } } } } });
  });

  const post = '/paths/~1pets/post';
  const put = '/paths/~1pets/put';
  test.each([
    ['/components/schemas/Pet/properties/kind', placeOf('kind:')],
    ['/components/parameters/Limit', placeOf('Limit:')],
    ['/components/parameters/Limit/schema/type', placeOf('type: integer}', 'Limit:')],
    ['/components/responses/Gone/content/application~1json/schema/type', placeOf('type: string', 'Gone:')],
    ['/components/securitySchemes/key/flows/authorizationCode/tokenUrl', placeOf('tokenUrl')],
    ['/components/requestBodies/Pet_Body', placeOf('Pet Body:')],
    ['/servers/0/url', placeOf('host:')],
    ['/paths/~1pets/parameters/0', placeOf('{name: trace')],
    [`${post}/requestBody`, placeOf('name: pet', 'post:')],
    [`${post}/requestBody/content/application~1json/schema/properties/name`, placeOf('name: {type')],
    [`${post}/parameters/0`, placeOf('$ref: "#/parameters/Limit"')],
    [`${post}/parameters/1/schema/items`, placeOf('items: {type: string}', 'tags')],
    [`${post}/responses/200/content/application~1json/schema/items`, placeOf('items: {$ref', '200:')],
    [`${post}/responses/200/headers/X-Rate/schema/type`, placeOf('type: integer', 'X-Rate')],
    [`${put}/parameters/1`, placeOf('name: r', 'maxLength')],
    [`${put}/requestBody`, placeOf('name: photo')],
    [`${put}/requestBody/content/multipart~1form-data/schema/properties/title/maxLength`, placeOf('maxLength')],
    [`${put}/responses/default/content/x~1y/schema`, placeOf('default:')],
    ['/swagger', '1:1'],
  ])('locates %s in the uploaded document', async (pointer, expected) => {
    expect(locateOne(await read(petStore), pointer)).toBe(expected);
  });

  test.each([
    ['/components/schemas/Pet/properties/kind', '/definitions/Pet/properties/kind'],
    [`${post}/requestBody`, `${post}/parameters/0`],
    [`${post}/responses/200/content/application~1json/schema/items`, `${post}/responses/200/schema/items`],
    ['/servers/0/url', '/host'],
  ])('reports %s by its pointer in the uploaded document', async (pointer, expected) => {
    expect((await read(petStore)).locate(new Set([pointer])).get(pointer)?.pointer).toBe(expected);
  });

  test('keeps the input unchanged where aliases share nodes', async () => {
    const yaml = `swagger: "2.0"
info: {title: t, version: "1"}
paths:
  /a:
    get: &get
      parameters: [&p {name: q, in: query, type: array, items: {type: string}, collectionFormat: multi}]
      responses: {200: {description: d}}
    put: *get
  /b: {get: {parameters: [*p], responses: {200: {description: d}}}}
`;
    const { root } = await read(yaml);
    const parameter = { name: 'q', in: 'query', explode: true, schema: { type: 'array', items: { type: 'string' } } };
    const operation = { parameters: [parameter], responses: { 200: { description: 'd' } } };
    expect(root).toMatchObject({ paths: { '/a': { get: operation, put: operation }, '/b': { get: operation } } });
  });

  test('gives the body of a path to operations without own parameters', async () => {
    const { root } = await read(
      swagger({
        paths: { '/a': { parameters: [{ name: 'b', in: 'body', schema: {} }], post: { responses: {} } } },
      }),
    );
    expect(root).toMatchObject({ paths: { '/a': { post: { requestBody: { content: {} } } } } });
  });

  test('keeps members named __proto__ without pollution', async () => {
    const { root } = await read(
      '{"swagger":"2.0","paths":{},"definitions":{"__proto__":{"polluted":1},"a":{"properties":{"__proto__":{"type":"string"}}}}}',
    );
    const schemas = '{"__proto__":{"polluted":1},"a":{"properties":{"__proto__":{"type":"string"}}}}';
    expect(JSON.stringify(root)).toContain(`"schemas":${schemas}`);
    expect('polluted' in {}).toBe(false);
  });

  test('leaves out values of a wrong type, with their places, and keeps the rest', async () => {
    const { root, notices } = await read(
      swagger({
        host: 1,
        basePath: ['x'],
        info: 'x',
        definitions: [],
        securityDefinitions: { a: 1, b: { type: 'basic' } },
        paths: { '/a': { get: { parameters: [null, { name: 'q', in: 'query', type: 'string' }], responses: {} } } },
      }),
    );
    expect(root).toMatchObject({
      paths: { '/a': { get: { parameters: [{ name: 'q' }] } } },
      components: { securitySchemes: { b: { type: 'http', scheme: 'basic' } } },
    });
    const leftOut = notices.find(({ code }) => code === 'SWAGGER2_VALUE_DROPPED');
    expect(leftOut?.places.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/basePath',
      '/definitions',
      '/host',
      '/info',
      '/paths/~1a/get/parameters/0',
      '/securityDefinitions/a',
    ]);
  });

  test("makes a server of Microsoft's templated host, with https where no scheme is given", async () => {
    const parameters = [{ name: 'region', in: 'path', required: true, type: 'string', enum: ['eu', 'us'] }];
    const { root } = await read(
      swagger({ 'x-ms-parameterized-host': { hostTemplate: '{region}.pets.example', parameters } }),
    );
    expect(root).toMatchObject({
      servers: [{ url: 'https://{region}.pets.example', variables: { region: { default: 'eu' } } }],
    });
  });

  test('leaves out an invalid templated host of Microsoft', async () => {
    const { notices } = await read(swagger({ 'x-ms-parameterized-host': { hostTemplate: 1, parameters: 'x' } }));
    const leftOut = notices.find(({ code }) => code === 'SWAGGER2_VALUE_DROPPED');
    expect(leftOut?.places.map(({ pointer }) => pointer)).toEqual(['/x-ms-parameterized-host']);
  });

  test('is a document or one fault for any content of its fields', async () => {
    const junk = fc.constantFrom<Json>(
      null,
      1,
      'x',
      true,
      [],
      [null],
      {},
      { a: null },
      { $ref: '#/nowhere' },
      { $ref: 1 },
      ['x'],
    );
    const field = (...names: readonly string[]): fc.Arbitrary<Json> =>
      fc.dictionary(fc.constantFrom(...names), junk, { maxKeys: 4 });
    const parameter = fc.oneof(
      junk,
      field('name', 'in', 'type', 'items', 'schema', 'collectionFormat', '$ref'),
      fc.record({ in: fc.constantFrom('body', 'formData', 'query'), name: junk, type: junk, schema: junk }),
    );
    const operation = fc.oneof(
      junk,
      fc.record({
        parameters: fc.array(parameter, { maxLength: 3 }),
        responses: fc.oneof(junk, fc.record({ 200: fc.oneof(junk, field('schema', 'headers', 'examples', '$ref')) })),
        consumes: junk,
        produces: junk,
        security: junk,
        schemes: junk,
      }),
    );
    const document = fc.record({
      top: field(
        'host',
        'basePath',
        'schemes',
        'info',
        'tags',
        'definitions',
        'parameters',
        'responses',
        'securityDefinitions',
        'security',
        'x-servers',
        'x-ms-parameterized-host',
      ),
      get: operation,
      parameters: fc.oneof(junk, fc.array(parameter, { maxLength: 2 })),
    });
    const warn = console.warn;
    // The library prints errors before it throws them.
    console.warn = () => undefined;
    try {
      await fc.assert(
        fc.asyncProperty(document, async ({ top, get, parameters }) => {
          const text = JSON.stringify({ swagger: '2.0', ...Object(top), paths: { '/a': { get, parameters } } });
          const outcome = await readDocument(Buffer.from(text), { limits: defaultDocumentLimits });
          if (!outcome.ok) expect(outcome.fault.code).toBe('document_upgrade_failed');
          else expect(outcome.document.root).toMatchObject({ openapi: '3.0.0' });
        }),
        { numRuns: 1_000 },
      );
    } finally {
      console.warn = warn;
    }
  });
});
