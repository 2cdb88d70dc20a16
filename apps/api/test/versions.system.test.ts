import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadResponse } from './documented-responses.ts';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const field = (answer: ReadResponse, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => Reflect.get(Object(value), name), answer.json);

function send(operationId: string, parameters: { readonly [name: string]: string }, body?: unknown, query = {}) {
  const headers = { 'Content-Type': 'application/json' };
  return api.call(operationId, {
    parameters,
    query,
    ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
  });
}

async function newConnector(): Promise<string> {
  const answer = await send(
    'CreateHTTPConnector',
    {},
    { name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] },
  );
  return String(field(answer, 'id'));
}

async function importVersion(connectorId: string, version: string): Promise<void> {
  const parts = [
    filePart('{"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"paths":{}}'),
    metadataField({ format: 'openapi', version }),
  ];
  const accepted = await api.upload('ImportHTTPConnectorVersion', parts, { parameters: { connector_id: connectorId } });
  await api.succeed(String(field(accepted, 'id')), petsModel());
}

const codeOf = (answer: ReadResponse): readonly unknown[] => [answer.status, field(answer, 'code')];

async function read(connectorId: string, version: string): Promise<ReadResponse> {
  return send('GetConnectorVersion', { connector_id: connectorId, version });
}

describe('a version that is created', () => {
  it('is an empty draft unless a source is given', async () => {
    const parameters = { connector_id: await newConnector() };
    const created = await send('CreateConnectorVersion', parameters, { name: '1' });
    expect(created.status).toBe(201);
    expect(created.json).toMatchObject({
      name: '1',
      publishedAt: null,
      isLatest: false,
      isDefault: false,
      messages: [],
    });
    expect(field(await send('GetActions', { ...parameters, version: '1' }), 'totalCount')).toBe(0);
  });

  it('as a copy has new ids, and its entities refer to each other by them', async () => {
    const connectorId = await newConnector();
    await importVersion(connectorId, '1');
    const created = await send(
      'CreateConnectorVersion',
      { connector_id: connectorId },
      { name: '2', fromVersion: '1' },
    );
    expect(created.json).toMatchObject({ name: '2', messages: [{ code: 'EXTRA_SERVERS_IGNORED' }, {}, {}] });
    const ids = new Set<string>();
    for (const kind of ['Actions', 'Triggers', 'Definitions']) {
      const [old, copy] = [
        await send(`Get${kind}`, { connector_id: connectorId, version: '1' }),
        await send(`Get${kind}`, { connector_id: connectorId, version: '2' }),
      ];
      const bare = (text: string): string => text.replaceAll(/"id":"[^"]+"/g, '"id":""').replaceAll('/1/', '/2/');
      expect(bare(copy.bytes.toString())).toBe(bare(old.bytes.toString()));
      const idsOf = (answer: ReadResponse) =>
        [...answer.bytes.toString().matchAll(/"id":"([^"]+)"/g)].map(([, id = '']) => id);
      const before = new Set(idsOf(old));
      expect(idsOf(copy).filter((id) => before.has(id))).toEqual([]);
      for (const id of idsOf(copy)) ids.add(id);
    }
    const definitions = await send('GetDefinitions', { connector_id: connectorId, version: '2' });
    const references = [
      ...definitions.bytes.toString().matchAll(/"type":"(?:action|trigger|definition)","id":"([^"]+)"/g),
    ];
    expect(references.length).toBeGreaterThan(3);
    const all = await Promise.all(
      ['Actions', 'Triggers', 'Definitions'].map((kind) =>
        send(`Get${kind}`, { connector_id: connectorId, version: '2' }),
      ),
    );
    const owners = all.flatMap((answer) => {
      const items: unknown = Object.values(Object(answer.json)).find((value) => Array.isArray(value));
      return Array.isArray(items) ? items.map((item: unknown) => String(Reflect.get(Object(item), 'id'))) : [];
    });
    for (const [, id = ''] of references) expect(owners).toContain(id);
  });

  it.each([
    ['latest', 400, 'version_reserved'],
    ['a/b', 400, 'request_invalid'],
    ['1', 409, 'version_exists'],
  ])('cannot have the name %j', async (name, status, code) => {
    const parameters = { connector_id: await newConnector() };
    await send('CreateConnectorVersion', parameters, { name: '1' });
    expect(codeOf(await send('CreateConnectorVersion', parameters, { name }))).toEqual([status, code]);
  });

  it('cannot be a copy of an unknown version', async () => {
    const parameters = { connector_id: await newConnector() };
    const answer = await send('CreateConnectorVersion', parameters, { name: '2', fromVersion: 'latest' });
    expect(codeOf(answer)).toEqual([404, 'version_not_found']);
  });
});

describe('a version that is published', () => {
  it('is the latest, and the default while none is chosen', async () => {
    const connectorId = await newConnector();
    for (const name of ['1', '2']) {
      await send('CreateConnectorVersion', { connector_id: connectorId }, { name });
      const published = await send('PublishConnector', { connector_id: connectorId, version: name });
      expect(published.json).toMatchObject({
        version: { name, isLatest: true, isDefault: true, publishedAt: expect.any(String) },
      });
    }
    expect((await read(connectorId, 'latest')).json).toMatchObject({ name: '2' });
    expect((await read(connectorId, 'default')).json).toMatchObject({ name: '2' });
    await send('UnpublishConnector', { connector_id: connectorId, version: 'latest' });
    expect((await read(connectorId, 'latest')).json).toMatchObject({ name: '1' });
  });

  it('is published once by repeated requests', async () => {
    const connectorId = await newConnector();
    await send('CreateConnectorVersion', { connector_id: connectorId }, { name: '1' });
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => send('PublishConnector', { connector_id: connectorId, version: '1' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => field(answer, 'version', 'publishedAt'))).size).toBe(1);
  });

  it('cannot be renamed, replaced, or deleted without force', async () => {
    const connectorId = await newConnector();
    const parameters = { connector_id: connectorId, version: '1' };
    await importVersion(connectorId, '1');
    await send('PublishConnector', parameters);
    const { json } = await read(connectorId, '1');
    expect(codeOf(await send('UpdateConnectorVersion', parameters, { ...Object(json), name: '9' }))).toEqual([
      409,
      'version_published',
    ]);
    expect(codeOf(await send('UpdateConnectorVersion', parameters, { ...Object(json), description: 'x' }))).toEqual([
      409,
      'version_published',
    ]);
    const parts = [
      filePart('{"openapi":"3.1.0"}'),
      metadataField({ format: 'openapi', version: '1', ifExists: 'replace' }),
    ];
    const replacing = await api.upload('ImportHTTPConnectorVersion', parts, {
      parameters: { connector_id: connectorId },
    });
    expect(codeOf(replacing)).toEqual([409, 'version_published']);
    expect(codeOf(await send('DeleteConnectorVersion', parameters))).toEqual([409, 'version_published']);
    expect(codeOf(await send('DeleteConnectorVersion', parameters, undefined, { force: 'perhaps' }))).toEqual([
      400,
      'request_invalid',
    ]);
    expect((await read(connectorId, '1')).json).toEqual(json);
    expect((await send('DeleteConnectorVersion', parameters, undefined, { force: 'true' })).status).toBe(204);
    expect(codeOf(await read(connectorId, '1'))).toEqual([404, 'version_not_found']);
  });
});

describe('a version that is updated', () => {
  it('has its new name and description', async () => {
    const connectorId = await newConnector();
    const { json } = await send('CreateConnectorVersion', { connector_id: connectorId }, { name: '1' });
    const body = { ...Object(json), name: '1.1', description: 'Better' };
    const updated = await send('UpdateConnectorVersion', { connector_id: connectorId, version: '1' }, body);
    expect(updated.json).toMatchObject({ id: field(updated, 'id'), name: '1.1', description: 'Better' });
    expect((await read(connectorId, '1')).status).toBe(404);
  });

  it('can be chosen as default, published or not, and the choice can be removed', async () => {
    const connectorId = await newConnector();
    for (const name of ['1', '2']) {
      await send('CreateConnectorVersion', { connector_id: connectorId }, { name });
      await send('PublishConnector', { connector_id: connectorId, version: name });
    }
    const first = await read(connectorId, '1');
    await send(
      'UpdateConnectorVersion',
      { connector_id: connectorId, version: '1' },
      { ...Object(first.json), isDefault: true },
    );
    const chosen = await read(connectorId, 'default');
    expect(chosen.json).toMatchObject({ name: '1', isLatest: false, isDefault: true });
    await send(
      'UpdateConnectorVersion',
      { connector_id: connectorId, version: '1' },
      { ...Object(chosen.json), isDefault: false },
    );
    const byRole = await read(connectorId, 'default');
    expect(byRole.json).toMatchObject({ name: '2' });
    const refused = await send(
      'UpdateConnectorVersion',
      { connector_id: connectorId, version: '2' },
      { ...Object(byRole.json), isDefault: false },
    );
    expect(codeOf(refused)).toEqual([400, 'request_invalid']);
  });

  it.each([
    ['id', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
    ['isLatest', true],
    ['createdAt', '2020-01-01T00:00:00.000Z'],
    ['updatedAt', '2020-01-01T00:00:00.000Z'],
    ['publishedAt', '2020-01-01T00:00:00.000Z'],
  ])('rejects a change of its %s', async (name, value) => {
    const connectorId = await newConnector();
    const { json } = await send('CreateConnectorVersion', { connector_id: connectorId }, { name: '1' });
    const refused = await send(
      'UpdateConnectorVersion',
      { connector_id: connectorId, version: '1' },
      { ...Object(json), name: '2', [name]: value },
    );
    expect(codeOf(refused)).toEqual([400, 'version_field_read_only']);
    expect(refused.json).toMatchObject({ fields: [{ field: name }] });
    expect((await read(connectorId, '1')).json).toEqual(json);
  });

  it('cannot have the name of another version', async () => {
    const connectorId = await newConnector();
    await send('CreateConnectorVersion', { connector_id: connectorId }, { name: '1' });
    const { json } = await send('CreateConnectorVersion', { connector_id: connectorId }, { name: '2' });
    const refused = await send(
      'UpdateConnectorVersion',
      { connector_id: connectorId, version: '2' },
      { ...Object(json), name: '1' },
    );
    expect(codeOf(refused)).toEqual([409, 'version_exists']);
  });
});

describe('a connector', () => {
  it('is replaced by an update: absent fields are unset, and its auth schemes can be reordered', async () => {
    const schemes = ['X-One', 'X-Two'].map((name) => ({
      id: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      schemeType: 'api-key',
      description: '',
      name,
      in: 'header',
    }));
    const created = await send(
      'CreateHTTPConnector',
      {},
      {
        name: 'Pets',
        baseUrl: 'https://pets.example',
        public: true,
        tags: { a: 1 },
        authSchemeConfigs: schemes.map((scheme, index) => ({ ...scheme, id: `01ARZ3NDEKTSV4RRFFQ69G5FA${index}` })),
        connectionVariables: [{ name: 'region', value: 'eu' }],
      },
    );
    const id = String(field(created, 'id'));
    const body = {
      id,
      organisationId: api.organisationId,
      protocol: 'http',
      name: 'Cats',
      baseUrl: 'https://cats.example',
      imageURL: 'https://cats.example/i.png',
    };
    const order = ['01ARZ3NDEKTSV4RRFFQ69G5FA1', '01ARZ3NDEKTSV4RRFFQ69G5FA0'];
    const updated = await send('UpdateConnector', { connector_id: id }, { ...body, authSchemeConfigIds: order });
    expect(updated.json).toMatchObject({
      name: 'Cats',
      baseUrl: 'https://cats.example',
      imageURL: 'https://cats.example/i.png',
      public: false,
      tags: {},
      connectionVariables: [{ name: 'region', value: 'eu' }],
      authSchemeConfigs: [{ id: order[0] }, { id: order[1] }],
    });
    for (const wrong of [
      { authSchemeConfigIds: [order[0]] },
      { id: api.organisationId },
      { organisationId: id },
      { protocol: 'bigquery' },
      { name: '\u0000' },
    ])
      expect(codeOf(await send('UpdateConnector', { connector_id: id }, { ...body, ...wrong }))).toEqual([
        400,
        'request_invalid',
      ]);
    expect((await send('GetConnector', { connector_id: id })).json).toEqual(updated.json);
  });

  it('is deleted with its versions, and needs force when one is published', async () => {
    const connectorId = await newConnector();
    await importVersion(connectorId, '1');
    await send('PublishConnector', { connector_id: connectorId, version: '1' });
    expect(codeOf(await send('DeleteConnector', { connector_id: connectorId }))).toEqual([409, 'connector_published']);
    expect((await send('DeleteConnector', { connector_id: connectorId }, undefined, { force: 'true' })).status).toBe(
      204,
    );
    expect(codeOf(await send('GetConnector', { connector_id: connectorId }))).toEqual([404, 'connector_not_found']);
    expect(codeOf(await send('DeleteConnector', { connector_id: connectorId }))).toEqual([404, 'connector_not_found']);
  });

  it('of another organisation gets 404', async () => {
    const connectorId = await newConnector();
    await send('CreateConnectorVersion', { connector_id: connectorId }, { name: '1' });
    const { id, key } = await api.createOrganisation();
    const parameters = { connector_id: connectorId, version: '1' };
    for (const operationId of ['PublishConnector', 'UnpublishConnector', 'DeleteConnectorVersion', 'DeleteConnector']) {
      const answer = await api.call(operationId, { parameters, organisationId: id, key });
      expect(codeOf(answer), operationId).toEqual([404, 'connector_not_found']);
    }
  });
});
