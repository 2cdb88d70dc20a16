import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadResponse } from './documented-responses.ts';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

type Parameters = { readonly [name: string]: string };

function send(operationId: string, parameters: Parameters, body?: unknown): Promise<ReadResponse> {
  const headers = { 'Content-Type': 'application/json' };
  return api.call(operationId, { parameters, ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }) });
}

const codeOf = (answer: ReadResponse): readonly unknown[] => [answer.status, member(answer.json, 'code')];
const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const secret = 'the secret of the client';

const oauth2 = (grant: object) => ({
  id,
  schemeType: 'oauth2',
  description: 'OAuth',
  authorizeUrl: 'https://pets.example/authorize',
  tokenUrl: 'https://pets.example/token',
  scopes: [{ name: 'read' }],
  defaultScopes: [],
  grant,
});
const withSecret = oauth2({ grantType: 'authorization_code', clientId: 'pets', clientSecret: secret });
const withoutSecret = oauth2({ grantType: 'authorization_code', clientId: 'pets' });

async function create(authSchemeConfigs: readonly object[] = []): Promise<Parameters> {
  const created = await send('CreateHTTPConnector', {}, { name: 'P', baseUrl: 'https://p.example', authSchemeConfigs });
  expect(created.status).toBe(201);
  expect(created.bytes.toString()).not.toContain(secret);
  return { connector_id: String(member(created.json, 'id')), auth_scheme_config_id: id };
}

const schemesOf = (answer: ReadResponse): unknown => member(answer.json, 'authSchemeConfigs');

/** Everything that is stored, as text. */
async function storedText(): Promise<string> {
  const { prisma } = api.database;
  const rows = [
    await prisma.connector.findMany(),
    await prisma.auditEvent.findMany(),
    await prisma.authSchemeSecret.findMany(),
  ];
  return JSON.stringify(rows);
}

describe('UpsertAuthSchemeConfig', () => {
  it('adds a scheme, then replaces it, and ignores read-only and unknown fields', async () => {
    const parameters = await create();
    const scheme = { id, schemeType: 'api-key', description: 'A key', name: 'X-Key', in: 'header' };
    const ignored = { validationMessages: [{ text: 'x', severity: 'error' }], password: secret };
    const added = await send('UpsertAuthSchemeConfig', parameters, { ...scheme, ...ignored });
    expect(schemesOf(added)).toEqual([scheme]);
    const replaced = await send('UpsertAuthSchemeConfig', parameters, { ...scheme, in: 'query' });
    expect(schemesOf(replaced)).toEqual([{ ...scheme, in: 'query' }]);
    expect(await storedText()).not.toContain(secret);
  });

  it('stores a secret encrypted, keeps it without a new one, and sends only that there is one', async () => {
    const parameters = await create();
    const marked = oauth2({ grantType: 'authorization_code', clientId: 'pets', hasClientSecret: true });
    for (const body of [withSecret, withoutSecret]) {
      const answer = await send('UpsertAuthSchemeConfig', parameters, body);
      expect(schemesOf(answer)).toEqual([marked]);
      expect(answer.bytes.toString()).not.toContain(secret);
    }
    expect(schemesOf(await send('GetConnector', parameters))).toEqual([marked]);
    expect(await storedText()).not.toContain(secret);
    const [row] = await api.database.prisma.authSchemeSecret.findMany({
      where: { connectorId: parameters['connector_id'] ?? '' },
    });
    const place = { organisationId: api.organisationId, id: `${parameters['connector_id']}/${id}` };
    expect(api.database.secrets.open(row?.secret ?? '', place)).toBe(secret);
  });

  it('of another type or grant forgets the secret', async () => {
    const parameters = await create([withSecret]);
    const answer = await send('UpsertAuthSchemeConfig', parameters, oauth2({ grantType: 'client_credentials' }));
    expect(schemesOf(answer)).toEqual([oauth2({ grantType: 'client_credentials' })]);
    const where = { connectorId: parameters['connector_id'] ?? '' };
    expect(await api.database.prisma.authSchemeSecret.count({ where })).toBe(0);
  });

  it('cannot claim a secret that is not there', async () => {
    const claimed = oauth2({ grantType: 'password', hasClientSecret: true });
    const answer = await send('UpsertAuthSchemeConfig', await create(), claimed);
    expect(schemesOf(answer)).toEqual([oauth2({ grantType: 'password' })]);
  });

  it('rejects another id and an unknown type with 400, and an unknown connector with 404', async () => {
    const parameters = await create();
    const other = { ...withSecret, id: api.organisationId };
    expect(codeOf(await send('UpsertAuthSchemeConfig', parameters, other))).toEqual([400, 'request_invalid']);
    const unknown = { ...withSecret, schemeType: 'magic' };
    expect(codeOf(await send('UpsertAuthSchemeConfig', parameters, unknown))).toEqual([400, 'request_invalid']);
    const nowhere = { ...parameters, connector_id: api.organisationId };
    expect(codeOf(await send('UpsertAuthSchemeConfig', nowhere, withSecret))).toEqual([404, 'connector_not_found']);
  });
});

describe('DeleteAuthSchemeConfig', () => {
  it('deletes the scheme with its secret, once', async () => {
    const parameters = await create([withSecret]);
    expect(schemesOf(await send('DeleteAuthSchemeConfig', parameters))).toEqual([]);
    const where = { connectorId: parameters['connector_id'] ?? '' };
    expect(await api.database.prisma.authSchemeSecret.count({ where })).toBe(0);
    expect(codeOf(await send('DeleteAuthSchemeConfig', parameters))).toEqual([404, 'auth_scheme_not_found']);
  });
});

describe('tags and categories', () => {
  it('are replaced, and the connector is found by them', async () => {
    const parameters = await create();
    expect((await send('UpdateConnectorTags', parameters, { tags: { team: ['a', 'b'] } })).status).toBe(204);
    expect(member((await send('GetConnector', parameters)).json, 'tags')).toEqual({ team: ['a', 'b'] });
    expect((await send('UpdateConnectorTags', parameters, {})).status).toBe(204);
    expect(member((await send('GetConnector', parameters)).json, 'tags')).toEqual({});
    expect((await send('UpdateConnectorCategories', parameters, { categories: ['ERP', 'CRM', 'ERP'] })).status).toBe(
      204,
    );
    const found = await api.call('ListConnectors', { query: { categories: 'CRM' } });
    expect(member(found.json, 'connectors', '0', 'id')).toBe(parameters['connector_id']);
  });

  it('reject an unknown category with 400, and an unknown connector with 404', async () => {
    const parameters = await create();
    const answer = await send('UpdateConnectorCategories', parameters, { categories: ['Magic'] });
    expect(codeOf(answer)).toEqual([400, 'request_invalid']);
    const nowhere = { ...parameters, connector_id: api.organisationId };
    expect(codeOf(await send('UpdateConnectorTags', nowhere, { tags: {} }))).toEqual([404, 'connector_not_found']);
  });
});
