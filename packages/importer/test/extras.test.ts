import type { Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { type ConnectorModel, importDocument, type ImportOptions } from '../src/index.ts';
import { parsed } from './parsed.ts';

type Files = { readonly [path: string]: Json };

function importModel(root: Json, files: Files = {}, options: ImportOptions = {}): ConnectorModel {
  const others = Object.entries(files).map(([path, tree]) => ({ path, uri: `upload:/${path}`, root: tree }));
  const document = { ...parsed(root), files: [{ path: '', uri: 'upload:/openapi.yaml', root }, ...others] };
  const outcome = importDocument(document, options);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

const extrasOf = (model: ConnectorModel): Json => JSON.parse(model.extras) as Json;
const codesOf = (model: ConnectorModel): readonly string[] => model.messages.map(({ code }) => code);
const servers = [{ url: 'https://api.example.com' }];
const get = (operation: Json) => ({
  openapi: '3.1.0',
  servers,
  paths: { '/a': { get: { operationId: 'a', ...(operation as object) } } },
});

describe('An operation', () => {
  it('keeps extensions and members that no table names', () => {
    const model = importModel(get({ 'x-rate': { limit: 5 }, memberOfTomorrow: [1], responses: {} }));
    expect(model.actions[0]?.openapi).toEqual({ operationId: 'a', 'x-rate': { limit: 5 }, memberOfTomorrow: [1] });
  });

  it('keeps parts that are refused, beside their message', () => {
    const model = importModel(
      get({
        parameters: [{ in: 'query' }, 'text'],
        responses: { abc: { description: 'odd' }, 'x-note': 1 },
        requestBody: 7,
      }),
    );
    expect(model.actions[0]?.openapi).toEqual({
      operationId: 'a',
      requestBody: 7,
      parameters: [{ in: 'query' }, 'text'],
      responses: { abc: { description: 'odd' }, 'x-note': 1 },
    });
    expect(codesOf(model)).toEqual(
      expect.arrayContaining(['PARAM_INVALID', 'RESPONSE_STATUS_INVALID', 'REQUEST_BODY_INVALID']),
    );
  });

  it.each<[string, { readonly [name: string]: Json }]>([
    ['an object without expressions', { event: {} }],
    ['a reference to one', { event: { $ref: '#/components/callbacks/Empty' } }],
  ])('keeps a callback that is %s', (_what, callbacks) => {
    const model = importModel({ ...get({ callbacks, responses: {} }), components: { callbacks: { Empty: {} } } });
    expect(model.actions[0]?.openapi).toEqual({ operationId: 'a', callbacks });
  });

  it.each<[Json | undefined, Json | undefined]>([
    [undefined, undefined],
    [true, undefined],
    [false, false],
  ])('keeps `required` of a path parameter where it is not true, as %s', (required, kept) => {
    const id = { name: 'id', in: 'path', ...(required === undefined ? {} : { required }) };
    const [action] = importModel({
      openapi: '3.1.0',
      servers,
      paths: { '/a/{id}': { get: { parameters: [id], responses: {} } } },
    }).actions;
    expect(action?.parameters[0]).toMatchObject({ name: 'id', required: true });
    expect(action?.parameters[0]?.openapi).toEqual(kept === undefined ? undefined : { required: kept });
  });

  it('has the texts of its path item when it has none', () => {
    const { paths } = get({ responses: {}, description: 'Own' });
    const model = importModel({
      openapi: '3.1.0',
      servers,
      paths: { '/a': { ...paths['/a'], summary: 'All', description: 'Path' } },
    });
    expect(model.actions[0]).toMatchObject({ summary: 'All', description: 'Own' });
    expect(extrasOf(model)).toMatchObject({ paths: { '/a': { summary: 'All', description: 'Path' } } });
  });
});

describe('A body', () => {
  const pet = { $ref: '#/components/schemas/Pet' };
  const document = {
    openapi: '3.0.3',
    servers,
    paths: {
      '/pets': {
        post: {
          operationId: 'addPet',
          requestBody: {
            description: 'A pet',
            content: { 'application/json;v=2': { schema: pet, example: { id: 1 } } },
          },
          responses: { '4XX': { $ref: '#/components/responses/Bad' } },
        },
        put: {
          operationId: 'importPet',
          requestBody: { content: { 'application/xml': { schema: pet } } },
          responses: { '4XX': { $ref: '#/components/responses/Bad' } },
        },
      },
    },
    components: {
      schemas: { Pet: { type: 'object' } },
      headers: { Limit: { schema: { type: 'integer', nullable: true } } },
      responses: {
        Bad: {
          description: 'Bad',
          headers: { 'X-Limit': { $ref: '#/components/headers/Limit' } },
          content: { 'application/json': { schema: { type: 'string' } } },
        },
        Unused: { description: 'Unused' },
      },
    },
  };
  const model = importModel(document);

  it('states its own media types, as written', () => {
    expect(model.actions.map(({ requestBody }) => requestBody?.openapi)).toEqual([
      {
        description: 'A pet',
        content: { 'application/json;v=2': { schema: { $ref: 'Pet.json' }, example: { id: 1 } } },
      },
      { content: { 'application/xml': { schema: { $ref: 'Pet.json' } } } },
    ]);
  });

  it('stays a reference when it is shared, with the range that it stands for', () => {
    const kept = { $ref: '#/components/responses/Bad', status: '4XX' };
    expect(model.actions.map(({ responses }) => responses[0]?.openapi)).toEqual([kept, kept]);
  });

  it('that is shared is part of the extras of the version once, used or not, with translated schemas', () => {
    expect(extrasOf(model)).toMatchObject({
      openapi: '3.0.3',
      components: {
        headers: { Limit: { schema: { type: ['integer', 'null'] } } },
        responses: {
          Bad: {
            headers: { 'X-Limit': { $ref: '#/components/headers/Limit' } },
            content: { 'application/json': { schema: { $ref: 'BadResponse.json' } } },
          },
          Unused: { description: 'Unused' },
        },
      },
    });
  });

  it('that no selected operation references is no part of the extras of a selection', () => {
    const part = importModel(document, {}, { include: { operationIds: ['addPet'] } });
    expect(extrasOf(part)).toMatchObject({ components: { responses: { Bad: {} } } });
    expect(JSON.stringify(extrasOf(part))).not.toContain('Unused');
  });
});

describe('References to objects in other places', () => {
  it('lead to shared objects that are named after their place', () => {
    const model = importModel(
      get({
        parameters: [{ $ref: 'common.yaml#/limit' }],
        responses: { 200: { $ref: 'common.yaml#/components/responses/Page' }, 404: { $ref: '#/x-shared/gone' } },
      }),
      {
        'common.yaml': {
          limit: { name: 'limit', in: 'query', schema: { $ref: '#/Limit' } },
          Limit: { type: 'integer', default: 10 },
          components: { responses: { Page: { description: 'A page', links: { next: { $ref: '#/next' } } } } },
          next: { operationId: 'a' },
        },
      },
    );
    expect(model.actions[0]?.parameters).toEqual([
      {
        name: 'limit',
        in: 'query',
        required: false,
        type: 'integer',
        default: 10,
        openapi: { $ref: '#/components/parameters/limit' },
      },
    ]);
    expect(extrasOf(model)).toMatchObject({
      components: {
        parameters: { limit: { name: 'limit', in: 'query', schema: { $ref: 'Limit.json' } } },
        responses: { Page: { description: 'A page', links: { next: { $ref: '#/components/links/next' } } } },
        links: { next: { operationId: 'a' } },
      },
    });
    expect(model.definitions.map(({ name }) => name)).toEqual(['Limit']);
    expect(codesOf(model)).toContain('REFERENCE_DANGLING');
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
  });

  it('to a text file become the text', () => {
    const root = { ...get({ responses: {} }), info: { title: 'T', version: '1', description: { $ref: 'intro.md' } } };
    const model = importModel(root, { 'intro.md': '# Hello' });
    expect(extrasOf(model)).toMatchObject({ info: { description: '# Hello' } });
  });

  it('in extensions stay as written, with a message when they leave the upload', () => {
    const model = importModel(get({ responses: {}, 'x-more': [{ $ref: 'gone.yaml#/a' }] }));
    expect(model.actions[0]?.openapi).toMatchObject({ 'x-more': [{ $ref: 'gone.yaml#/a' }] });
    const [message] = model.messages.filter(({ code }) => code === 'REFERENCE_EXTERNAL');
    expect(message?.locations).toEqual([{ pointer: '/paths/~1a/get/x-more/0/$ref' }]);
  });

  it('that form a long chain or a cycle are kept without end or overflow', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [
        `h${index}`,
        { $ref: `#/components/headers/h${(index + 1) % 5000}` },
      ]),
    );
    const callback = {
      '{$url}': { post: { responses: {}, callbacks: { again: { $ref: '#/components/callbacks/Loop' } } } },
    };
    const model = importModel({ openapi: '3.1.0', components: { headers: chain, callbacks: { Loop: callback } } });
    expect(extrasOf(model)).toMatchObject({
      components: { headers: { h0: { $ref: '#/components/headers/h1' } }, callbacks: { Loop: callback } },
    });
  });
});

describe('Shared objects that nest deeply', () => {
  it('do not exhaust the stack, however many lead to the next one', () => {
    const nested = (levels: number, innermost: Json): Json =>
      levels === 0 ? innermost : { e: { post: { callbacks: { c: nested(levels - 1, innermost) } } } };
    const callbacks = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `c${index}`,
        nested(100, { $ref: `#/components/callbacks/c${index + 1}` }),
      ]),
    );
    const model = importModel({ openapi: '3.1.0', components: { callbacks } });
    expect(Object.keys(objectAt(extrasOf(model), 'components', 'callbacks'))).toHaveLength(200);
  });
});

function objectAt(value: Json, ...keys: readonly string[]): object {
  const found = keys.reduce<unknown>((here, key) => (here as { readonly [key: string]: unknown })[key], value);
  return found as object;
}

describe('The extras of a version', () => {
  it('hold the document without its operations and schemas, in its order', () => {
    const root = {
      'x-first': 1,
      ...get({ responses: {} }),
      info: { title: 'T', version: '1', license: { name: 'MIT' } },
      tags: [{ name: 'pets' }],
      components: { 'x-note': 'n', schemas: { 'zoo.Cat': {}, Dog: {} }, securitySchemes: { key: { type: 'apiKey' } } },
    };
    const model = importModel(root);
    expect(extrasOf(model)).toEqual({
      'x-first': 1,
      openapi: '3.1.0',
      servers,
      info: root.info,
      tags: root.tags,
      components: {
        'x-note': 'n',
        schemas: { 'zoo.Cat': { $ref: 'zoo_Cat.json' } },
        securitySchemes: { key: { type: 'apiKey' } },
      },
    });
    expect(Object.keys(extrasOf(model) as object)[0]).toBe('x-first');
  });

  it('hold sections of the wrong type and path items that are refused', () => {
    const model = importModel({ openapi: '3.1.0', paths: { '/a': 7, '/b': {} }, webhooks: 'text', components: [1] });
    expect(extrasOf(model)).toEqual({
      openapi: '3.1.0',
      paths: { '/a': 7, '/b': {} },
      webhooks: 'text',
      components: [1],
    });
  });
});
