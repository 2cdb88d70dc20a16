import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadResponse } from './documented-responses.ts';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

type Parameters = { readonly [name: string]: string };

function send(
  operationId: string,
  parameters: Parameters,
  body?: unknown,
  { query = {}, headers = {} }: { query?: Parameters; headers?: Parameters } = {},
): Promise<ReadResponse> {
  return api.call(operationId, {
    parameters,
    query,
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const codeOf = (answer: ReadResponse): readonly unknown[] => [answer.status, member(answer.json, 'code')];

/** An imported draft. */
async function importDraft(): Promise<{ connector_id: string; version: string }> {
  const parts = [
    filePart('{"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"paths":{}}'),
    metadataField({ format: 'openapi', version: '1' }),
  ];
  const accepted = await api.upload('ImportHTTPConnector', parts);
  await api.succeed(String(member(accepted.json, 'id')), petsModel());
  const imported = await send('GetImport', { import_id: String(member(accepted.json, 'id')) });
  return { connector_id: String(member(imported.json, 'connectorId')), version: '1' };
}

/** An empty draft. */
async function createDraft(): Promise<{ connector_id: string; version: string }> {
  const connector = { name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] };
  const created = await send('CreateHTTPConnector', {}, connector);
  const parameters = { connector_id: String(member(created.json, 'id')), version: '1' };
  await send('CreateConnectorVersion', parameters, { name: '1' });
  return parameters;
}

const schemaOf = (schema: unknown) => ({ contentType: 'application/schema+json', content: JSON.stringify(schema) });

const define = (draft: Parameters, definitions: { readonly [name: string]: unknown }): Promise<ReadResponse> =>
  send('CreateDefinitions', draft, {
    definitions: Object.entries(definitions).map(([name, schema]) => ({
      name,
      accept: ['application/json'],
      schema: schemaOf(schema),
    })),
  });

const getPet = {
  type: 'http',
  name: 'getPet',
  method: 'GET',
  path: '/pets/{{ param.id }}',
  parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
  responses: [{ status: 200, definitions: [{ definition: { name: 'Pet' } }] }],
};

/** What a request makes of `getPet`. */
async function withPet(): Promise<{ draft: { connector_id: string; version: string }; action: object }> {
  const draft = await createDraft();
  await define(draft, { Pet: { type: 'object' } });
  return { draft, action: Object((await send('CreateAction', draft, getPet)).json) };
}

const readAction = (draft: Parameters, name = 'getPet'): Promise<ReadResponse> =>
  send('GetAction', { ...draft, action_name: name });
const readDefinition = (draft: Parameters, name: string): Promise<ReadResponse> =>
  send('GetDefinition', { ...draft, definition_name: name });
const readSchema = async (draft: Parameters, name: string): Promise<unknown> =>
  JSON.parse((await send('GetRawSchema', { ...draft, schema_filename: `${name}.json` })).bytes.toString());

describe('CreateAction', () => {
  it('creates a checked action, which its definitions name', async () => {
    const { draft, action } = await withPet();
    expect(action).toMatchObject({
      ...getPet,
      errors: [],
      responses: [{ status: 200, definitions: [{ definition: { name: 'Pet', accept: ['application/json'] } }] }],
    });
    expect((await readAction(draft)).json).toEqual(action);
    const pet = await readDefinition(draft, 'Pet');
    expect(pet.json).toMatchObject({
      referencedBy: [{ type: 'action', id: member(action, 'id'), name: 'getPet' }],
      errors: [],
    });
    expect(member((await send('GetActions', draft)).json, 'totalCount')).toBe(1);
  });

  it.each([
    ['a placeholder without parameter', { parameters: [] }, '/path'],
    ['a placeholder of another form', { path: '/pets/{{ id }}' }, '/path'],
    [
      'a parameter without placeholder',
      { path: '/pets', parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }] },
      '/parameters/0/name',
    ],
    [
      'an optional parameter of the path',
      { parameters: [{ name: 'id', in: 'path', required: false, type: 'string' }] },
      '/parameters/0/required',
    ],
    ['a repeated status', { responses: [1, 2].map(() => ({ status: 200, definitions: [] })) }, '/responses/1'],
    ['two default responses', { responses: [1, 2].map(() => ({ definitions: [] })) }, '/responses/1'],
    [
      'a repeated parameter',
      {
        parameters: [
          ...getPet.parameters,
          ...['X-Trace', 'x-trace'].map((name) => ({ name, in: 'header', required: false, type: 'string' })),
        ],
      },
      '/parameters/2',
    ],
  ])('states %s in errors, and the version cannot be published', async (_, fault, field) => {
    const draft = await createDraft();
    await define(draft, { Pet: { type: 'object' } });
    const created = await send('CreateAction', draft, { ...getPet, ...fault });
    expect(created.json).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ field, severity: 'error' })]),
    });
    const refused = await send('PublishConnector', draft);
    expect(codeOf(refused)).toEqual([409, 'version_invalid']);
    expect(member(refused.json, 'fields', '0', 'field')).toBe(`actions["getPet"]${field}`);
    const action = { ...Object(created.json), ...getPet };
    expect((await send('UpdateAction', { ...draft, action_name: 'getPet' }, action)).json).toMatchObject({
      errors: [],
    });
    expect((await send('PublishConnector', draft)).status).toBe(200);
  });

  it.each([
    [{ name: 'get pet' }, 'name'],
    [{ type: 'bigquery' }, 'type'],
    [{ method: 'FETCH' }, 'method'],
    [
      { responses: [{ status: 200, definitions: [{ definition: { name: 'Dog' } }] }] },
      'responses[0].definitions[0].definition',
    ],
  ])('rejects %j with 400', async (fault, field) => {
    const draft = await createDraft();
    await define(draft, { Pet: {} });
    const refused = await send('CreateAction', draft, { ...getPet, ...fault });
    expect(codeOf(refused)).toEqual([400, 'request_invalid']);
    expect(refused.json).toMatchObject({ fields: [{ field }] });
    expect(member((await send('GetActions', draft)).json, 'totalCount')).toBe(0);
  });

  it('rejects a name that another action has with 409', async () => {
    const { draft } = await withPet();
    expect(codeOf(await send('CreateAction', draft, getPet))).toEqual([409, 'name_exists']);
  });

  it('rejects a published version with 409, and an unknown one with 404', async () => {
    const { draft } = await withPet();
    await send('PublishConnector', draft);
    const other = { ...getPet, name: 'other' };
    expect(codeOf(await send('CreateAction', draft, other))).toEqual([409, 'version_published']);
    expect(codeOf(await send('CreateAction', { ...draft, version: '9' }, other))).toEqual([404, 'version_not_found']);
    const foreign = await api.createOrganisation();
    const answer = await api.call('CreateAction', {
      parameters: draft,
      organisationId: foreign.id,
      key: foreign.key,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(other),
    });
    expect(codeOf(answer)).toEqual([404, 'connector_not_found']);
  });
});

describe('UpdateAction', () => {
  it('changes nothing when it sends back what was read, apart from the errors', async () => {
    const draft = await importDraft();
    const page = await send('GetActions', draft);
    const actions = Object(member(page.json, 'actions'));
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      const updated = await send('UpdateAction', { ...draft, action_name: action.name }, action);
      expect(updated.json).toEqual({ ...action, errors: expect.any(Array) });
    }
    const definitions = await send('GetDefinitions', draft);
    const again = await importDraft();
    const bare = (answer: ReadResponse): string =>
      answer.bytes.toString().replaceAll(/[0-7][0-9A-HJKMNP-TV-Z]{25}/g, '');
    expect(bare(definitions)).toBe(bare(await send('GetDefinitions', again)));
  });

  it('ignores errors and validates again; keeps extras that are absent, and removes them when empty', async () => {
    const draft = await importDraft();
    const action = Object(member((await send('GetActions', draft)).json, 'actions', '0'));
    expect(action.openapi).toBeDefined();
    const { openapi, ...without } = action;
    const parameters = { ...draft, action_name: action.name };
    const errors = [{ field: '/x', message: 'mine', severity: 'error' }];
    const kept = await send('UpdateAction', parameters, { ...without, summary: 'Changed', errors });
    expect(kept.json).toMatchObject({ openapi, summary: 'Changed' });
    expect(JSON.stringify(member(kept.json, 'errors'))).not.toContain('mine');
    const removed = await send('UpdateAction', parameters, { ...without, openapi: {} });
    expect(removed.json).not.toHaveProperty('openapi');
  });

  it('with a new name changes it in the definitions, and frees the old one', async () => {
    const { draft, action } = await withPet();
    const renamed = await send('UpdateAction', { ...draft, action_name: 'getPet' }, { ...action, name: 'readPet' });
    expect(renamed.json).toEqual({ ...action, name: 'readPet' });
    expect((await readAction(draft)).status).toBe(404);
    expect((await readDefinition(draft, 'Pet')).json).toMatchObject({ referencedBy: [{ name: 'readPet' }] });
  });

  it('without a definition removes the reference', async () => {
    const { draft, action } = await withPet();
    await send('UpdateAction', { ...draft, action_name: 'getPet' }, { ...action, responses: [{ definitions: [] }] });
    expect(member((await readDefinition(draft, 'Pet')).json, 'referencedBy')).toEqual([]);
  });

  it('with If-Match of another state is refused with 412, and with the present one made', async () => {
    const { draft, action } = await withPet();
    const parameters = { ...draft, action_name: 'getPet' };
    const etag = (await readAction(draft)).headers.get('ETag') ?? '';
    expect((await send('GetAction', parameters, undefined, { headers: { 'If-None-Match': etag } })).status).toBe(304);
    const summarised = { ...action, summary: 'One pet' };
    const updated = await send('UpdateAction', parameters, summarised, { headers: { 'If-Match': `"x", ${etag}` } });
    expect(updated.status).toBe(200);
    expect(updated.headers.get('ETag')).toBe((await readAction(draft)).headers.get('ETag'));
    for (const stale of [etag, `W/${updated.headers.get('ETag')}`]) {
      const headers = { 'If-Match': stale };
      expect(codeOf(await send('UpdateAction', parameters, action, { headers }))).toEqual([412, 'entity_changed']);
      expect(codeOf(await send('DeleteAction', parameters, undefined, { headers }))).toEqual([412, 'entity_changed']);
    }
    expect(member((await readAction(draft)).json, 'summary')).toBe('One pet');
    expect((await send('DeleteAction', parameters, undefined, { headers: { 'If-Match': '*' } })).status).toBe(204);
  });

  it('rejects another id with 400, and an unknown action with 404', async () => {
    const { draft, action } = await withPet();
    const other = { ...action, id: api.organisationId };
    expect(codeOf(await send('UpdateAction', { ...draft, action_name: 'getPet' }, other))).toEqual([
      400,
      'request_invalid',
    ]);
    expect(codeOf(await send('UpdateAction', { ...draft, action_name: 'x' }, action))).toEqual([
      404,
      'action_not_found',
    ]);
  });
});

describe('DeleteAction', () => {
  it('removes it from lists and definitions, and keeps the order of the others', async () => {
    const draft = await importDraft();
    const names = async (): Promise<readonly string[]> =>
      Object(member((await send('GetActions', draft)).json, 'actions')).map(({ name }: { name: string }) => name);
    const [first = '', ...rest] = await names();
    expect((await send('DeleteAction', { ...draft, action_name: first })).status).toBe(204);
    expect(await names()).toEqual(rest);
    expect(member((await send('GetActions', draft)).json, 'totalCount')).toBe(rest.length);
    expect((await send('GetDefinitions', draft)).bytes.toString()).not.toContain(`"name":"${first}"`);
    expect(codeOf(await send('DeleteAction', { ...draft, action_name: first }))).toEqual([404, 'action_not_found']);
  });
});

describe('triggers', () => {
  it('are created, changed and deleted like actions, without a path', async () => {
    const draft = await createDraft();
    await define(draft, { Pet: {} });
    const { path: _path, ...request } = { ...getPet, name: 'petAdded', parameters: [] };
    const created = await send('CreateTrigger', draft, request);
    expect(created.json).toMatchObject({ name: 'petAdded', errors: [] });
    const parameters = { ...draft, trigger_name: 'petAdded' };
    const changed = await send('UpdateTrigger', parameters, { ...Object(created.json), description: 'New' });
    expect(changed.json).toMatchObject({ description: 'New' });
    expect((await send('GetTrigger', parameters)).json).toEqual(changed.json);
    expect((await readDefinition(draft, 'Pet')).json).toMatchObject({ referencedBy: [{ type: 'trigger' }] });
    expect((await send('DeleteTrigger', parameters)).status).toBe(204);
    expect((await readDefinition(draft, 'Pet')).json).toMatchObject({ referencedBy: [] });
  });
});

describe('CreateDefinitions', () => {
  it('lets new definitions refer to each other and to existing ones, by every form of a reference', async () => {
    const draft = await createDraft();
    const first = await define(draft, { Tag: { type: 'string' } });
    const tag = Object(member(first.json, 'definitions', '0'));
    const created = await define(draft, {
      Cat: { properties: { dog: { $ref: '#/$defs/Dog' }, tag: { $ref: tag.url } } },
      Dog: {
        properties: {
          cat: { $ref: '#/$defs/Cat/properties/tag' },
          tag: { $ref: tag.url.replace('Tag', tag.id) },
          own: { $ref: 'Tag.json' },
        },
      },
    });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      definitions: [
        { name: 'Cat', errors: [] },
        { name: 'Dog', errors: [] },
      ],
    });
    expect(await readSchema(draft, 'Cat')).toEqual({
      properties: { dog: { $ref: 'Dog.json' }, tag: { $ref: 'Tag.json' } },
    });
    expect(await readSchema(draft, 'Dog')).toEqual({
      properties: { cat: { $ref: 'Cat.json#/properties/tag' }, tag: { $ref: 'Tag.json' }, own: { $ref: 'Tag.json' } },
    });
    expect((await readDefinition(draft, 'Tag')).json).toMatchObject({
      referencedBy: [
        { type: 'definition', name: 'Cat' },
        { type: 'definition', name: 'Dog' },
      ],
    });
  });

  it.each([
    [{ type: 'nothing' }, '/schema/type'],
    [{ pattern: '(' }, '/schema/pattern'],
    [{ $ref: 'Nobody.json' }, '/schema/$ref'],
    [{ $ref: '#/$defs/Nobody' }, '/schema/$ref'],
    [{ items: { $ref: 'Pet.json#/properties/gone' } }, '/schema/items/$ref'],
    [{ $schema: 'http://json-schema.org/draft-07/schema#' }, '/schema/$schema'],
  ])('states a fault of the schema %j in errors', async (schema, field) => {
    const draft = await createDraft();
    const created = await define(draft, { Pet: schema });
    expect(created.json).toMatchObject({ definitions: [{ errors: [{ field, severity: 'error' }] }] });
    const refused = await send('PublishConnector', draft);
    expect(codeOf(refused)).toEqual([409, 'version_invalid']);
    expect(refused.json).toMatchObject({ fields: [{ field: `definitions["Pet"]${field}` }] });
  });

  it('states references into another definition whose place goes, until it is there again', async () => {
    const draft = await createDraft();
    const withTag = { properties: { tag: { type: 'string' } } };
    const $ref = '#/$defs/Pet/properties/tag';
    await define(draft, { Pet: withTag, Owner: { properties: { tags: { items: { $ref } } } } });
    await send('CreateAction', draft, {
      ...getPet,
      parameters: [{ ...getPet.parameters[0], openapi: { schema: { $ref: 'Pet.json#/properties/tag' } } }],
    });
    const errors = async () => [
      member((await readDefinition(draft, 'Owner')).json, 'errors'),
      member((await readAction(draft)).json, 'errors'),
    ];
    const change = async (schema: unknown) => {
      const pet = Object((await readDefinition(draft, 'Pet')).json);
      const changed = { ...pet, schema: schemaOf(schema) };
      expect((await send('UpdateDefinition', { ...draft, definition_name: 'Pet' }, changed)).status).toBe(200);
    };
    expect(await errors()).toEqual([[], []]);
    await change({ properties: { label: {} } });
    const leadsNowhere = { message: 'The reference "Pet.json#/properties/tag" leads nowhere.', severity: 'error' };
    expect(await errors()).toEqual([
      [{ field: '/schema/properties/tags/items/$ref', ...leadsNowhere }],
      [{ field: '/parameters/0/openapi/schema/$ref', ...leadsNowhere }],
    ]);
    expect(codeOf(await send('PublishConnector', draft))).toEqual([409, 'version_invalid']);
    await change(withTag);
    expect(await errors()).toEqual([[], []]);
    expect((await send('PublishConnector', draft)).status).toBe(200);
  });

  it.each([
    [{ name: 'a b' }, 'definitions[0].name'],
    [{ schema: { contentType: 'text/xml', content: '<a/>' } }, 'definitions[0].schema.contentType'],
    [{ schema: { contentType: 'application/schema+json', content: '{' } }, 'definitions[0].schema.content'],
    [
      { schema: { contentType: 'application/json', content: '['.repeat(100) + ']'.repeat(100) } },
      'definitions[0].schema.content',
    ],
  ])('rejects %j with 400', async (fault, field) => {
    const definition = { name: 'Pet', accept: [], schema: schemaOf({}), ...fault };
    const refused = await send('CreateDefinitions', await createDraft(), { definitions: [definition] });
    expect(codeOf(refused)).toEqual([400, 'request_invalid']);
    expect(refused.json).toMatchObject({ fields: [{ field }] });
  });

  it('rejects a name that differs from another in case only with 409', async () => {
    const draft = await createDraft();
    await define(draft, { Pet: {} });
    expect(codeOf(await define(draft, { pet: {} }))).toEqual([409, 'name_exists']);
    expect(codeOf(await define(draft, { A: {}, a: {} }))).toEqual([409, 'name_exists']);
  });
});

describe('UpdateDefinition', () => {
  it('with a new name and description is changed wherever it is named', async () => {
    const draft = await createDraft();
    await define(draft, {
      Pet: { properties: { self: { $ref: '#/$defs/Pet' } } },
      List: { items: { $ref: '#/$defs/Pet' } },
    });
    await send('CreateAction', draft, { ...getPet, openapi: { 'x-data': { $ref: 'Pet.json' } } });
    const pet = Object((await readDefinition(draft, 'Pet')).json);
    const { referencedBy, url, ...update } = { ...pet, name: 'Animal', description: 'Any', accept: ['text/json'] };
    const updated = await send('UpdateDefinition', { ...draft, definition_name: 'Pet' }, update);
    expect(updated.json).toEqual({
      ...update,
      url: String(url).replace('Pet.json', 'Animal.json'),
      referencedBy: referencedBy.map((reference: { name: string }) =>
        reference.name === 'Pet' ? { ...reference, name: 'Animal' } : reference,
      ),
    });
    expect(await readSchema(draft, 'Animal')).toEqual({ properties: { self: { $ref: 'Animal.json' } } });
    expect(await readSchema(draft, 'List')).toEqual({ items: { $ref: 'Animal.json' } });
    const action = await readAction(draft);
    expect(action.json).toMatchObject({
      // Data is no reference.
      openapi: { 'x-data': { $ref: 'Pet.json' } },
      responses: [
        { definitions: [{ definition: { id: pet.id, name: 'Animal', description: 'Any', accept: ['text/json'] } }] },
      ],
    });
    expect(codeOf(await readDefinition(draft, 'Pet'))).toEqual([404, 'definition_not_found']);
    expect((await send('PublishConnector', draft)).status).toBe(200);
  });

  it('renames it in an imported version, and nothing else changes', async () => {
    const draft = await importDraft();
    const page = await send('GetDefinitions', draft);
    const [definition] = Object(member(page.json, 'definitions'));
    const { name } = definition;
    const before = await Promise.all(['GetActions', 'GetTriggers'].map((id) => send(id, draft)));
    await send('UpdateDefinition', { ...draft, definition_name: name }, { ...definition, name: 'Renamed' });
    const after = await Promise.all(['GetActions', 'GetTriggers'].map((id) => send(id, draft)));
    const renamed = (text: string): string =>
      text
        .replaceAll(`"name":"${name}","accept"`, '"name":"Renamed","accept"')
        .replaceAll(`${name}.json`, 'Renamed.json');
    expect(after.map(({ bytes }) => bytes.toString())).toEqual(before.map(({ bytes }) => renamed(bytes.toString())));
    const exported = await send('ExportConnectorVersion', draft);
    expect(exported.bytes.toString()).not.toContain(`${name}.json`);
  });

  it('without a schema keeps it, and with one moves the references', async () => {
    const draft = await createDraft();
    await define(draft, { Pet: { $ref: '#/$defs/Tag' }, Tag: { type: 'string' }, Other: {} });
    const pet = Object((await readDefinition(draft, 'Pet')).json);
    const parameters = { ...draft, definition_name: 'Pet' };
    await send('UpdateDefinition', parameters, pet);
    expect(await readSchema(draft, 'Pet')).toEqual({ $ref: 'Tag.json' });
    await send('UpdateDefinition', parameters, { ...pet, schema: schemaOf({ $ref: 'Other.json' }) });
    expect((await readDefinition(draft, 'Tag')).json).toMatchObject({ referencedBy: [] });
    expect((await readDefinition(draft, 'Other')).json).toMatchObject({ referencedBy: [{ name: 'Pet' }] });
  });

  it('has another ETag after each change of the schema alone, so that none is overwritten', async () => {
    const draft = await createDraft();
    await define(draft, { Pet: { type: 'string' } });
    const parameters = { ...draft, definition_name: 'Pet' };
    const pet = Object((await readDefinition(draft, 'Pet')).json);
    const etags = new Set<string | null>();
    for (const type of ['number', 'integer', 'boolean']) {
      const updated = await send('UpdateDefinition', parameters, { ...pet, schema: schemaOf({ type }) });
      expect((await readDefinition(draft, 'Pet')).headers.get('ETag')).toBe(updated.headers.get('ETag'));
      etags.add(updated.headers.get('ETag'));
    }
    expect(etags.size).toBe(3);
    const headers = { 'If-Match': [...etags][1] ?? '' };
    expect(codeOf(await send('UpdateDefinition', parameters, pet, { headers }))).toEqual([412, 'entity_changed']);
    expect(codeOf(await send('DeleteDefinition', parameters, undefined, { headers }))).toEqual([412, 'entity_changed']);
  });

  it('honours If-Match, rejects another id, the name of another definition and an unknown one', async () => {
    const draft = await createDraft();
    await define(draft, { Pet: {}, Tag: {} });
    const pet = Object((await readDefinition(draft, 'Pet')).json);
    const parameters = { ...draft, definition_name: 'Pet' };
    const refusals = [
      await send('UpdateDefinition', parameters, pet, { headers: { 'If-Match': '"x"' } }),
      await send('UpdateDefinition', parameters, { ...pet, id: api.organisationId }),
      await send('UpdateDefinition', parameters, { ...pet, name: 'TAG' }),
      await send('UpdateDefinition', { ...draft, definition_name: 'x' }, pet),
    ];
    expect(refusals.map(codeOf)).toEqual([
      [412, 'entity_changed'],
      [400, 'request_invalid'],
      [409, 'name_exists'],
      [404, 'definition_not_found'],
    ]);
  });
});

describe('DeleteDefinition', () => {
  it('of a referenced definition is refused with 412, which names what refers to it', async () => {
    const { draft, action } = await withPet();
    const refused = await send('DeleteDefinition', { ...draft, definition_name: 'Pet' });
    expect(codeOf(refused)).toEqual([412, 'definition_referenced']);
    expect(refused.json).toMatchObject({
      definition: { name: 'Pet', referencedBy: [{ type: 'action', id: member(action, 'id'), name: 'getPet' }] },
    });
  });

  it('by force leaves errors, which go once a definition of that name is there again', async () => {
    const draft = await createDraft();
    await define(draft, { Pet: {}, List: { items: { $ref: '#/$defs/Pet' } } });
    const action = (await send('CreateAction', draft, getPet)).json;
    const force = { query: { force: 'true' } };
    expect((await send('DeleteDefinition', { ...draft, definition_name: 'Pet' }, undefined, force)).status).toBe(204);
    const place = '/responses/0/definitions/0/definition';
    const broken = await readAction(draft);
    expect(broken.json).toMatchObject({
      responses: member(action, 'responses'),
      errors: [{ field: place, severity: 'error' }],
    });
    expect((await readDefinition(draft, 'List')).json).toMatchObject({ errors: [{ field: '/schema/items/$ref' }] });
    const refused = await send('PublishConnector', draft);
    expect(member(refused.json, 'fields')).toHaveLength(2);
    // Sent back as it was read, it keeps the link and the error.
    const same = await send('UpdateAction', { ...draft, action_name: 'getPet' }, broken.json);
    expect(same.json).toEqual(broken.json);
    const again = await define(draft, { Pet: { type: 'object' } });
    expect(again.json).toMatchObject({ definitions: [{ referencedBy: [{ name: 'getPet' }] }] });
    expect((await readAction(draft)).json).toMatchObject({
      errors: [],
      responses: [{ definitions: [{ definition: { id: member(again.json, 'definitions', '0', 'id') } }] }],
    });
    expect((await readDefinition(draft, 'List')).json).toMatchObject({ errors: [] });
    expect((await send('PublishConnector', draft)).status).toBe(200);
  });

  it('of entities that were never edited leaves only the error of the missing definition', async () => {
    const draft = await importDraft();
    const [definition] = Object(member((await send('GetDefinitions', draft)).json, 'definitions'));
    await send('DeleteDefinition', { ...draft, definition_name: definition.name }, undefined, {
      query: { force: 'true' },
    });
    const actions = Object(member((await send('GetActions', draft)).json, 'actions'));
    const errors = actions.flatMap((action: { errors?: readonly { message: string }[] }) => action.errors ?? []);
    expect(errors.length).toBeGreaterThan(0);
    for (const { message } of errors) expect(message).toContain(`no definition "${definition.name}"`);
  });
});

describe('DeleteDefinitions', () => {
  it('deletes by ids and names, those that refer to each other together, or all', async () => {
    const draft = await createDraft();
    const created = await define(draft, {
      A: { $ref: '#/$defs/B' },
      B: { $ref: '#/$defs/A' },
      C: {},
      D: { $ref: '#/$defs/C' },
    });
    const idOfA = member(created.json, 'definitions', '0', 'id');
    expect(codeOf(await send('DeleteDefinitions', draft, { ids: [idOfA] }))).toEqual([412, 'definition_referenced']);
    expect((await send('DeleteDefinitions', draft, { ids: [idOfA], names: ['B'] })).status).toBe(204);
    const left = Object(member((await send('GetDefinitions', draft)).json, 'definitions'));
    expect(left.map(({ name }: { name: string }) => name)).toEqual(['C', 'D']);
    expect((await send('DeleteDefinitions', draft, { names: ['D'] })).status).toBe(204);
    expect((await readDefinition(draft, 'C')).json).toMatchObject({ referencedBy: [] });
    expect((await send('DeleteDefinitions', draft, { all: true })).status).toBe(204);
    expect(member((await send('GetDefinitions', draft)).json, 'totalCount')).toBe(0);
  });

  it('rejects no selection and two with 400, and an unknown name with 404', async () => {
    const draft = await createDraft();
    for (const body of [{}, { all: true, names: ['A'] }, { all: false }])
      expect(codeOf(await send('DeleteDefinitions', draft, body))).toEqual([400, 'request_invalid']);
    expect(codeOf(await send('DeleteDefinitions', draft, { names: ['A'] }))).toEqual([404, 'definition_not_found']);
  });
});

describe('an edit', () => {
  it('is recorded with the base of the entity, raises the version, and is exported', async () => {
    const draft = await importDraft();
    const before = await send('GetConnectorVersion', draft);
    // The actions of the model share a path and a method: the last one is exported.
    const action = Object(Object(member((await send('GetActions', draft)).json, 'actions')).at(-1));
    await send('UpdateAction', { ...draft, action_name: action.name }, { ...action, summary: 'By hand' });
    const [edit] = await api.database.prisma.entityEdit.findMany({ where: { entityId: action.id } });
    expect(edit).toMatchObject({ kind: 'action', state: 'edited' });
    expect(JSON.parse(edit?.baseIdentity ?? '')).toMatchObject({ name: action.name, method: action.method });
    expect(JSON.parse((edit?.base ?? '').replaceAll('\u0001', ''))).toMatchObject({ id: action.id, name: action.name });
    const after = await send('GetConnectorVersion', draft);
    expect(member(after.json, 'updatedAt')).not.toBe(member(before.json, 'updatedAt'));
    expect((await send('ExportConnectorVersion', draft)).bytes.toString()).toContain('By hand');
  });
});
