import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';
import { packTar } from './pack-tar.ts';
import { createCaller, type TestApi } from './start-test-api.ts';

const document = {
  openapi: '3.0.3',
  info: { title: 'Shop', version: '2024-05', contact: { url: 'https://shop.example/help' } },
  servers: [{ url: 'https://{region}.shop.example/v1', variables: { region: { default: 'eu', enum: ['eu', 'us'] } } }],
  components: {
    securitySchemes: {
      none: { type: 'openIdConnect', openIdConnectUrl: 'https://shop.example/oidc' },
      token: { type: 'http', scheme: 'bearer' },
      login: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://shop.example/authorize',
            tokenUrl: 'https://shop.example/token',
            scopes: { 'orders:read': 'Read orders' },
          },
          clientCredentials: { tokenUrl: 'https://shop.example/token', scopes: {} },
        },
      },
    },
    schemas: {
      Order: {
        type: 'object',
        description: 'An order \u0001 of someone',
        properties: { id: { type: 'string', nullable: true }, parent: { $ref: '#/components/schemas/Order' } },
      },
    },
  },
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'get$Order',
        tags: ['orders'],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'expand', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        responses: {
          '200': {
            description: 'OK',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
          '4XX': { description: 'No', content: { 'application/json': { schema: { type: 'object' } } } },
          default: { description: 'Else' },
        },
      },
      put: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        callbacks: {
          changed: { '{$request.body#/url}': { post: { responses: { '204': { description: 'Seen' } } } } },
        },
        responses: { '204': { description: 'Done' } },
      },
    },
  },
};

describeOnQueues('a document, with jobs on $name', (backend) => {
  let stack: Stack;
  let call: TestApi['call'];

  beforeAll(async () => {
    stack = await startStack(backend);
    call = createCaller(stack.baseUrl, { id: stack.organisationId, key: stack.apiKey });
  });
  afterAll(() => stack.stop());

  function upload(text: string, metadata: object) {
    const body = multipartBody([metadataField(metadata), filePart(text)]);
    const headers = { 'Content-Type': multipartType, Prefer: 'wait=50' };
    return call('ImportHTTPConnector', { body, headers });
  }

  it('becomes a connector, with responses as documented', async () => {
    const { status, json } = await upload(JSON.stringify(document), { format: 'openapi' });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      connector: {
        name: 'Shop',
        baseUrl: 'https://{{ conn.region }}.shop.example/v1',
        versions: [{ name: '2024-05' }],
      },
      actions: [{ name: 'get$Order', path: '/orders/{{ param.id }}' }, { name: 'PutOrdersById' }],
      triggers: [{ method: 'POST' }],
    });
    const connector: unknown = Reflect.get(Object(json), 'connector');
    const parameters = { connector_id: String(Reflect.get(Object(connector), 'id')), version: '2024-05' };
    const [actions, triggers, definitions] = [
      await call('GetActions', { parameters }),
      await call('GetTriggers', { parameters }),
      await call('GetDefinitions', { parameters }),
    ];
    const read = [actions, triggers, definitions].map((answer) => Object(answer.json));
    expect({ ...read[0], ...read[1], ...read[2] }).toMatchObject({
      actions: Reflect.get(Object(json), 'actions'),
      triggers: Reflect.get(Object(json), 'triggers'),
      definitions: Reflect.get(Object(json), 'definitions'),
    });
    const { json: imports } = await call('ListImports');
    expect(imports).toMatchObject({
      imports: [{ status: 'succeeded', stage: 'done', document: { openapi: '3.0.3' } }],
    });
  });

  it.each([
    ['is no OpenAPI', '{"swagger":"1.1"}'],
    ['is neither JSON nor YAML', '{"openapi": "3.0.0", ]'],
    ['is no text', '\u0000\u0001\u0002'],
  ])('that %s is rejected with the reason', async (_what, text) => {
    const { status, json } = await upload(text, { format: 'openapi' });
    expect(status).toBe(400);
    expect(json).toMatchObject({
      code: expect.stringMatching(/^document_/),
      message: expect.any(String),
      messages: [],
    });
  });

  it.each([false, true])('has all places of its messages listed, strict: %s', async (strict) => {
    const parameters = Array.from({ length: 250 }, (_, index) => ({
      name: `p${index}`,
      in: 'query',
      schema: { type: 'array' },
    }));
    const operation = { operationId: 'list', parameters, responses: { 200: { $ref: '#/nowhere' } } };
    const wide = { ...document, paths: { '/wide': { get: operation } } };
    const { headers } = await upload(JSON.stringify(wide), { format: 'openapi', strict });
    const id = headers.get('Location')?.split('/').at(-1) ?? '';
    const query = { code: 'PARAM_NOT_SCALAR', first: '30', after: Buffer.from('1:230').toString('base64url') };
    const page = await call('ListImportMessages', { parameters: { import_id: id }, query });
    expect(page.json).toMatchObject({ totalCount: 250, unlisted: 0 });
    const { places } = Object(page.json);
    expect(places).toHaveLength(20);
    expect(places[19].location).toMatchObject({ pointer: '/paths/~1wide/get/parameters/249', line: 1 });
  });

  it('is imported in selected parts, with the schemas that they reference', async () => {
    const none = await upload(JSON.stringify(document), { format: 'openapi', include: { operationIds: ['no*such'] } });
    expect([none.status, none.json]).toMatchObject([400, { code: 'nothing_selected' }]);
    const part = await upload(JSON.stringify(document), { format: 'openapi', exclude: { paths: ['/**'] } });
    expect(part.status).toBe(201);
    expect(part.json).toMatchObject({ actions: [], definitions: [] });
    const notSelected: unknown = expect.objectContaining({ code: 'NOT_SELECTED', severity: 'info' });
    expect(part.json).toMatchObject({ messages: expect.arrayContaining([notSelected]) });
    const refused = await upload(JSON.stringify(document), { format: 'openapi', include: { tag: ['a'] } });
    expect(refused.status).toBe(400);
  });

  it('in an archive is read from the root that the references or the request determine', async () => {
    const one = { ...document, info: { title: 'One', version: '1' }, 'x-two': { $ref: 'two.json' } };
    const two = { ...document, info: { title: 'Two', version: '1' } };
    const archive = packTar({ 'api/one.json': JSON.stringify(one), 'api/two.json': JSON.stringify(two) });
    const byReference = await upload(archive, { format: 'openapi' });
    expect(byReference.json).toMatchObject({ connector: { name: 'One' } });
    const aRoot: unknown = expect.objectContaining({ code: 'ARCHIVE_ROOT', severity: 'info' });
    expect(byReference.json).toMatchObject({ messages: expect.arrayContaining([aRoot]) });
    const byRequest = await upload(archive, { format: 'openapi', root: 'api/two.json' });
    expect(byRequest.json).toMatchObject({ connector: { name: 'Two' } });
    const unknown = await upload(archive, { format: 'openapi', root: 'three.json' });
    expect([unknown.status, unknown.json]).toMatchObject([400, { code: 'archive_root_not_found' }]);
  });

  it('with errors is rejected by strict imports only', async () => {
    const broken = { ...document, paths: { ...document.paths, '/x': { get: 'no operation' } } };
    const lenient = await upload(JSON.stringify(broken), { format: 'openapi' });
    expect(lenient.status).toBe(201);
    const anError: unknown = expect.objectContaining({ severity: 'error' });
    expect(lenient.json).toMatchObject({ messages: expect.arrayContaining([anError]) });
    const strict = await upload(JSON.stringify(broken), { format: 'openapi', strict: true });
    expect(strict.status).toBe(400);
    expect(strict.json).toMatchObject({ code: 'strict_import_failed', messages: expect.arrayContaining([anError]) });
  });
});
