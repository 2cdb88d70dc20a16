import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectorModel, importDocument, type Json } from '../src/index.ts';
import { faultsOf } from './faults-of.ts';
import { parsed } from './parsed.ts';

type Members = { readonly [key: string]: Json };

function importSwagger(members: Members): ConnectorModel {
  const facts = { info: { title: 'A', version: '1' }, host: 'a.example', schemes: ['https'], paths: {} };
  const outcome = importDocument(parsed({ swagger: '2.0', ...facts, ...members }));
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

function importOperation(operation: Members, members: Members = {}): ConnectorModel {
  const responses = { '200': { description: 'ok' } };
  return importSwagger({ paths: { '/a': { post: { operationId: 'a', responses, ...operation } } }, ...members });
}

function extrasOf(model: ConnectorModel): unknown {
  return JSON.parse(model.extras);
}

function pointersOf(model: ConnectorModel, code: string): readonly string[] | undefined {
  return model.messages.find((message) => message.code === code)?.locations.map(({ pointer }) => pointer);
}

describe('The servers of Swagger 2.0', () => {
  const baseUrl = (members: Members): string => importSwagger(members).connector.baseUrl;

  it.each<[string, Members]>([
    ['https://a.example', {}],
    ['http://a.example/v1', { schemes: ['http', 'https'], basePath: '/v1/' }],
    ['https://a.example/v1', { basePath: 'v1' }],
    ['https://a.example:8443/v1', { host: 'a.example:8443', basePath: '/v1' }],
    ['https://b.example', { host: 'https://b.example/' }],
    ['ws://b.example', { host: 'b.example', schemes: 'ws' }],
    ['https://{{ conn.region }}.example', { host: '{region}.example' }],
    ['https://{{ conn.region }}.example', { host: '{{region}}.example' }],
    ['https://a.example:{{ conn.port }}/v1', { host: 'a.example:{port}', basePath: '/v1' }],
    ['https://localhost:80/v1', { host: 'localhost:80/', basePath: '/v1' }],
    ['https://b.example/base/v1', { host: '//b.example/base/', basePath: 'v1/' }],
    ['wss://b.example', { host: 'b.example', schemes: ['wss'], basePath: '/' }],
    ['//b.example/v1', { host: 'b.example', schemes: [], basePath: '/v1' }],
  ])('are at %s', (expected, members) => expect(baseUrl(members)).toBe(expected));

  it('are relative to the address of the document where no scheme or host is given', () => {
    const imported = (members: Members): string => {
      const document = parsed({ swagger: '2.0', paths: {}, ...members });
      const outcome = importDocument(document, { sourceUrl: 'https://c.example/docs/swagger.json' });
      return outcome.ok ? outcome.model.connector.baseUrl : '';
    };
    expect(imported({ host: 'a.example' })).toBe('https://a.example');
    expect(imported({ basePath: '/v1' })).toBe('https://c.example/v1');
    expect(imported({ basePath: '/' })).toBe('https://c.example');
    expect(imported({ basePath: '//d/v1' })).toBe('https://c.example/d/v1');
    expect(imported({})).toBe('https://c.example');
    expect(imported({ schemes: ['http'], basePath: '/v1' })).toBe('http://c.example/v1');
    expect(imported({ schemes: ['wss', 'https'] })).toBe('wss://c.example');
  });

  it('are those of an operation where its schemes differ', () => {
    const model = importOperation({ schemes: ['http'] });
    expect(model.actions[0]?.openapi).toMatchObject({ servers: [{ url: 'http://a.example' }] });
    expect(pointersOf(model, 'SERVER_OVERRIDDEN')).toEqual(['/paths/~1a/post/schemes']);
    expect(pointersOf(importOperation({ schemes: ['https'] }), 'SERVER_OVERRIDDEN')).toBeUndefined();
  });

  it('are reported at the member that they come from', () => {
    const model = importSwagger({ schemes: ['https', 'http'] });
    expect(pointersOf(model, 'EXTRA_SERVERS_IGNORED')).toEqual(['/host']);
  });
});

describe('Security schemes of Swagger 2.0', () => {
  const oauth = (members: Members): ConnectorModel =>
    importSwagger({ securityDefinitions: { key: { type: 'oauth2', tokenUrl: 'https://a.example/t', ...members } } });

  it.each([
    ['application', 'client_credentials'],
    ['password', 'password'],
  ])('with the flow %s have the grant %s', (flow, grantType) =>
    expect(oauth({ flow, scopes: { read: 'all' } }).connector.authSchemes).toMatchObject([
      { grant: { grantType }, scopes: [{ name: 'read', description: 'all' }] },
    ]),
  );

  it('that cannot be imported are reported where they stand', () => {
    const implicit = { flow: 'implicit', authorizationUrl: 'https://a.example/a' };
    expect(pointersOf(oauth(implicit), 'OAUTH2_FLOW_UNSUPPORTED')).toEqual(['/securityDefinitions/key']);
    expect(pointersOf(oauth({}), 'SECURITY_SCHEME_INVALID')).toEqual(['/securityDefinitions/key']);
    const wrong = importSwagger({ securityDefinitions: { a: 1 } });
    expect(pointersOf(wrong, 'SECURITY_SCHEME_INVALID')).toEqual(['/securityDefinitions/a']);
  });
});

describe('Lists in parameters of Swagger 2.0', () => {
  const kept = (members: Members): unknown =>
    importOperation({ parameters: [{ name: 'q', in: 'query', type: 'array', items: { type: 'string' }, ...members }] })
      .actions[0]?.parameters[0]?.openapi;
  const schema = { type: 'array', items: { type: 'string' } };

  it.each<[Members, Members]>([
    [{}, { style: 'form', explode: false }],
    [{ collectionFormat: 'csv' }, { style: 'form', explode: false }],
    [{ collectionFormat: 'ssv' }, { style: 'spaceDelimited', explode: false }],
    [{ collectionFormat: 'pipes' }, { style: 'pipeDelimited', explode: false }],
    [{ collectionFormat: 'multi' }, { style: 'form', explode: true }],
    [{ collectionFormat: 'tsv' }, { 'x-collectionFormat': 'tsv' }],
    [{ in: 'header' }, {}],
    [{ in: 'header', collectionFormat: 'csv' }, { style: 'simple' }],
    [{ in: 'header', collectionFormat: 'ssv' }, { 'x-collectionFormat': 'ssv' }],
  ])('%j are kept as %j', (members, expected) => expect(kept(members)).toEqual({ schema, ...expected }));
});

describe('Bodies of Swagger 2.0', () => {
  const body: Members = { name: 'b', in: 'body', schema: { type: 'string' } };
  const field: Members = { name: 'f', in: 'formData', type: 'string' };
  const bodyOf = (operation: Members, members?: Members) => importOperation(operation, members).actions[0]?.requestBody;
  const typesOf = (operation: Members, members?: Members): unknown =>
    Object.keys(Object(bodyOf(operation, members)?.openapi?.['content']));

  it.each<[string, Members, readonly string[]]>([
    ['JSON without consumes', { parameters: [body] }, ['application/json']],
    ['what is consumed', { consumes: ['a/b', 'c/d'], parameters: [body] }, ['a/b', 'c/d']],
    ['JSON with an empty list', { consumes: [], parameters: [body] }, ['application/json']],
    ['a form', { parameters: [field] }, ['application/x-www-form-urlencoded']],
    ['a form with a file', { parameters: [{ ...field, type: 'file' }] }, ['multipart/form-data']],
    ['a form among others', { consumes: ['a/b', 'multipart/form-data'], parameters: [field] }, ['multipart/form-data']],
  ])('have the media types of %s', (_what, operation, expected) => expect(typesOf(operation)).toEqual(expected));

  it('have the media types of the document where the operation has none', () => {
    expect(typesOf({ parameters: [body] }, { consumes: ['text/plain'] })).toEqual(['text/plain']);
  });

  it('keep their definition as a reference, and the name of the parameter', () => {
    expect(bodyOf({ parameters: [{ ...body, description: 'd', 'x-a': 1 }] })?.openapi).toEqual({
      'x-body-name': 'b',
      description: 'd',
      'x-a': 1,
      content: { 'application/json': { schema: { $ref: 'ARequest.json' } } },
    });
  });

  it('are one: the body of the operation, else its form, else the body of the path', () => {
    const model = importSwagger({
      paths: {
        '/a': {
          parameters: [body, field],
          get: { operationId: 'inherits' },
          put: { operationId: 'own', parameters: [{ ...body, name: 'own' }] },
          post: { operationId: 'form', parameters: [{ ...field, name: 'g' }] },
        },
      },
    });
    const names = model.actions.map(({ requestBody }) => {
      const schema = model.definitions[requestBody?.definitions[0] ?? -1]?.schema ?? '{}';
      return [requestBody?.openapi?.['x-body-name'], Object.keys(Object(JSON.parse(schema)['properties']))];
    });
    expect(names).toEqual([
      ['b', []],
      ['own', []],
      [undefined, ['f', 'g']],
    ]);
  });

  it('of which no operation takes the one of the path are kept at the path', () => {
    const model = importSwagger({ paths: { '/a': { parameters: [body], put: { parameters: [body] } } } });
    expect(extrasOf(model)).toMatchObject({ paths: { '/a': { 'x-parameters': [body] } } });
  });

  it('beside the first one are refused', () => {
    const model = importOperation({ parameters: [body, { ...body, name: 'c' }, field] });
    expect(pointersOf(model, 'PARAM_INVALID')).toEqual([
      '/paths/~1a/post/parameters/1',
      '/paths/~1a/post/parameters/2',
    ]);
    expect(model.actions[0]?.openapi).toMatchObject({ parameters: [{ name: 'c' }, { name: 'f' }] });
  });

  it('that state a type have it as their schema', () => {
    const model = importOperation({ parameters: [{ name: 'b', in: 'body', type: 'string', maxLength: 3 }] });
    expect(JSON.parse(model.definitions[0]?.schema ?? '')).toMatchObject({ type: 'string', maxLength: 3 });
    expect(pointersOf(model, 'SWAGGER2_SCHEMA_MISPLACED')).toEqual(['/paths/~1a/post/parameters/0']);
  });

  it('leave the places of the other parameters as they are', () => {
    const list = [body, { name: 'x' }, null, { name: 'q', in: 'query', type: 'wrong' }];
    const model = importOperation({ parameters: list });
    const place = '/paths/~1a/post/parameters';
    expect(pointersOf(model, 'PARAM_INVALID')).toEqual([`${place}/1`, `${place}/2`]);
    expect(pointersOf(model, 'SCHEMA_TYPE_UNKNOWN')).toEqual([`${place}/3/type`]);
  });
});

describe('Shared objects of Swagger 2.0', () => {
  const operation = (operationId: string, members: Members): Json => ({
    operationId,
    parameters: [{ $ref: '#/parameters/B' }],
    responses: { '404': { $ref: '#/responses/R' } },
    ...members,
  });
  const shared = {
    parameters: {
      B: { name: 'b', in: 'body', schema: { type: 'object' } },
      F: { name: 'f', in: 'formData', type: 'string', 'x-kept': 'kept' },
    },
    responses: { R: { description: 'none', schema: { type: 'string' } } },
  };
  const model = importSwagger({
    ...shared,
    paths: {
      '/a': {
        get: operation('first', { consumes: ['a/a'], produces: ['b/b'] }),
        put: operation('same', { consumes: ['a/a'], produces: ['b/b'] }),
        post: operation('other', { consumes: ['c/c'], produces: ['d/d'] }),
      },
    },
  });

  it('stay references where the media types are those of the first operation', () => {
    for (const action of model.actions.slice(0, 2)) {
      expect(action.requestBody?.openapi).toEqual({ $ref: '#/components/requestBodies/B' });
      expect(action.responses[0]?.openapi).toEqual({ $ref: '#/components/responses/R' });
    }
    expect(extrasOf(model)).toMatchObject({
      components: {
        requestBodies: { B: { content: { 'a/a': {} } } },
        responses: { R: { content: { 'b/b': {} } } },
      },
    });
  });

  it('are written out where they are others', () => {
    const other = model.actions[2];
    expect(Object.keys(Object(other?.requestBody?.openapi?.['content']))).toEqual(['c/c']);
    expect(Object.keys(Object(other?.responses[0]?.openapi?.['content']))).toEqual(['d/d']);
  });

  it('have one definition, however they are used', () => {
    expect(model.definitions.map(({ name, accept }) => [name, accept])).toEqual([
      ['BRequest', ['a/a', 'c/c']],
      ['RResponse', ['b/b', 'd/d']],
    ]);
  });

  it('that are form fields are kept as they are', () => {
    expect(extrasOf(model)).toMatchObject({ components: { 'x-formData': { F: shared.parameters.F } } });
  });
});

describe('Extensions of Microsoft', () => {
  it('make actions of x-ms-paths, with their places', () => {
    const item = { get: { operationId: 'a', parameters: [{ name: 'q', in: 'query', type: 'wrong' }] } };
    const model = importSwagger({ 'x-ms-paths': { '/a?b=c': item, '/d?e': 'text' } });
    expect(model.actions.map(({ path }) => path)).toEqual(['/a?b=c']);
    expect(pointersOf(model, 'SCHEMA_TYPE_UNKNOWN')).toEqual(['/x-ms-paths/~1a?b=c/get/parameters/0/type']);
    expect(pointersOf(model, 'PATH_ITEM_INVALID')).toEqual(['/x-ms-paths/~1d?e']);
  });

  it('make variables of the parameters of a host, behind references too', () => {
    const model = importSwagger({
      host: '',
      'x-ms-parameterized-host': {
        hostTemplate: '{region}.a.example',
        parameters: [{ $ref: '#/parameters/R' }, { $ref: '#/parameters/Gone' }],
      },
      parameters: { R: { name: 'region', in: 'path', required: true, type: 'string', enum: ['eu', 'us'] } },
    });
    expect(model.connector.baseUrl).toBe('https://{{ conn.region }}.a.example');
    expect(model.connector.connectionVariables).toEqual([{ name: 'region', value: 'eu' }]);
    expect(pointersOf(model, 'REFERENCE_DANGLING')).toEqual(['/x-ms-parameterized-host/parameters/1/$ref']);
  });
});

describe('A Swagger 2.0 document', () => {
  it('keeps values of a wrong type, with a message for each', () => {
    const wrong = {
      host: [1],
      basePath: ['x'],
      info: 'x',
      definitions: [],
      consumes: 2,
      securityDefinitions: { a: 1 },
    };
    const model = importSwagger(wrong);
    expect(pointersOf(model, 'SWAGGER2_VALUE_DROPPED')?.toSorted()).toEqual([
      '/basePath',
      '/consumes',
      '/definitions',
      '/host',
      '/info',
      '/securityDefinitions/a',
    ]);
    expect(extrasOf(model)).toMatchObject({ 'x-host': [1], 'x-basePath': ['x'], definitions: [], 'x-consumes': 2 });
  });

  it('keeps members named __proto__ without pollution', () => {
    const definitions: Json = JSON.parse(
      '{"__proto__":{"title":"a"},"b":{"properties":{"__proto__":{"type":"string"}}}}',
    );
    const model = importSwagger({ definitions });
    expect(model.definitions.map(({ name }) => name)).toEqual(['__proto__', 'b']);
    expect(model.definitions[1]?.schema).toContain('"properties":{"__proto__":{"type":"string"}}');
    expect('title' in {}).toBe(false);
  });

  it('gives a balanced model for any content of its fields', () => {
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
      fc.constantFrom<Json>(
        { $ref: '#/parameters/p' },
        { $ref: '#/paths/~1a/get' },
        { $ref: '#/paths/~1a/parameters/0' },
      ),
      field('name', 'in', 'type', 'items', 'schema', 'collectionFormat', '$ref'),
      fc.record({ in: fc.constantFrom('body', 'formData', 'query'), name: junk, type: junk, schema: junk }),
      fc.record({
        in: fc.constantFrom('body', 'formData', 'query'),
        name: fc.constantFrom('a', 'b'),
        type: fc.constant('file'),
      }),
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
    const top = field(
      'host',
      'basePath',
      'schemes',
      'info',
      'tags',
      'definitions',
      'responses',
      'securityDefinitions',
      'security',
      'components',
      'servers',
      'x-ms-paths',
      'x-webhooks',
      'x-ms-parameterized-host',
    );
    const list = fc.oneof(junk, fc.array(parameter, { maxLength: 2 }));
    fc.assert(
      fc.property(top, operation, list, parameter, (members, get, parameters, p) => {
        const root: Json = {
          swagger: '2.0',
          ...Object(members),
          parameters: { p },
          paths: { '/a': { get, parameters } },
        };
        const outcome = importDocument(parsed(root));
        expect(outcome.ok).toBe(true);
        if (outcome.ok) expect(faultsOf(root, outcome.model)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
