import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { readResponse, startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let connectorId: string;
let ofVersion: { readonly connector_id: string; readonly version: string };

const version = '1.0 – β+1';

beforeAll(async () => {
  api = await startTestApi();
  const parts = [filePart('{}'), metadataField({ format: 'openapi', version })];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  const accepted = Object(json);
  connectorId = String(accepted.connectorId);
  ofVersion = { connector_id: connectorId, version };
  await api.succeed(String(accepted.id));
});
afterAll(() => api.close());

function member(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), value);
}

function fetchWithKey(url: unknown, key: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(String(url), { headers: { Authorization: `Bearer ${key}`, ...headers } });
}

describe('a connector', () => {
  it('has its versions and no connections', async () => {
    const { json } = await api.call('GetConnector', { parameters: { connector_id: connectorId } });
    expect(json).toMatchObject({ name: 'Pets', protocol: 'http', connections: [], versions: [{ name: version }] });
  });

  it('is listed, last updated first, and found by part of its name in any case', async () => {
    const body = JSON.stringify({ name: '50%_off', baseUrl: '', authSchemeConfigs: [], tags: { team: 'a' } });
    const headers = { 'Content-Type': 'application/json' };
    expect((await api.call('CreateHTTPConnector', { body, headers })).status).toBe(201);
    const all = await api.call('ListConnectors');
    expect(all.json).toMatchObject({ totalCount: 2, connectors: [{ name: '50%_off' }, { name: 'Pets' }] });
    expect((await api.call('ListConnectors', { query: { name: 'pET' } })).json).toMatchObject({
      totalCount: 1,
      connectors: [{ id: connectorId }],
    });
  });

  it.each([{ sort: 'name' }, { tags: ',' }, { categories: 'Cooking' }, { colour: 'red' }])(
    'is not listed by %o as if that were understood',
    async (query) => {
      const { status, json } = await api.call('ListConnectors', { query });
      const fields = [{ field: Object.keys(query)[0] }];
      expect({ status, json }).toMatchObject({ status: 400, json: { code: 'request_invalid', fields } });
    },
  );

  it.each([
    ['no JSON', '{"name":', 'body_not_json'],
    ['nothing', '', 'request_invalid'],
    ['no name', '{"baseUrl":"","authSchemeConfigs":[]}', 'request_invalid'],
    [
      'an unknown auth scheme',
      '{"name":"x","baseUrl":"","authSchemeConfigs":[{"schemeType":"magic"}]}',
      'request_invalid',
    ],
  ])('is not created from %s', async (_what, body, code) => {
    const answer = await api.call('CreateHTTPConnector', { body, headers: { 'Content-Type': 'application/json' } });
    expect({ status: answer.status, json: answer.json }).toMatchObject({ status: 400, json: { code } });
  });

  it('is not created from a body of more than a megabyte', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    const answer = await api.call('CreateHTTPConnector', { body, headers: { 'Content-Type': 'application/json' } });
    expect({ status: answer.status, json: answer.json }).toMatchObject({
      status: 413,
      json: { code: 'body_too_large' },
    });
  });
});

describe('a version', () => {
  it('can be read by its name, with the messages of its import', async () => {
    const { json } = await api.call('GetConnectorVersion', { parameters: ofVersion });
    expect(json).toMatchObject({ name: version, publishedAt: null, isLatest: false, messages: petsModel().messages });
  });

  it('is listed', async () => {
    const { json } = await api.call('ListConnectorVersions', { parameters: { connector_id: connectorId } });
    expect(json).toMatchObject({ totalCount: 1, items: [{ name: version }] });
  });

  it.each(['latest', 'default'])('named %s does not exist while none is published', async (name) => {
    const answer = await api.call('GetActions', { parameters: { ...ofVersion, version: name } });
    expect({ status: answer.status, json: answer.json }).toMatchObject({
      status: 404,
      json: { code: 'version_not_found' },
    });
  });
});

describe('actions, triggers and definitions', () => {
  it('are the same when read alone as in their list', async () => {
    const kinds = [
      ['GetActions', 'GetAction', 'actions', 'action_name'],
      ['GetTriggers', 'GetTrigger', 'triggers', 'trigger_name'],
      ['GetDefinitions', 'GetDefinition', 'definitions', 'definition_name'],
    ] as const;
    for (const [list, get, plural, parameter] of kinds) {
      const items: unknown = member((await api.call(list, { parameters: ofVersion })).json, plural);
      if (!Array.isArray(items)) throw new Error(`no ${plural}`);
      expect(items).toHaveLength(petsModel()[plural].length);
      for (const item of items) {
        const parameters = { ...ofVersion, [parameter]: String(member(item, 'name')) };
        expect((await api.call(get, { parameters })).json).toEqual(item);
      }
    }
  });

  it('keep control characters of the document', async () => {
    const { json } = await api.call('GetAction', { parameters: { ...ofVersion, action_name: 'listPets' } });
    expect(member(json, 'description')).toBe('Holds \u0001 and \u0000, which real documents do.');
  });

  it('are paged forwards and backwards in document order', async () => {
    const names = petsModel().actions.map(({ name }) => name);
    const read = async (query: Record<string, string>) =>
      (await api.call('GetActions', { parameters: ofVersion, query: { first: '1', ...query } })).json;
    const first = await read({});
    const second = await read({ after: String(member(first, 'next')) });
    const third = await read({ after: String(member(second, 'next')) });
    expect([first, second, third].map((page) => member(page, 'actions', 0, 'name'))).toEqual(names);
    expect([first, second, third].map((page) => member(page, 'totalCount'))).toEqual([3, 3, 3]);
    expect(member(first, 'prev')).toBeUndefined();
    expect(member(third, 'next')).toBeUndefined();
    const back = await read({ before: String(member(third, 'prev')) });
    expect(back).toEqual(second);
  });

  it('are found by part of their name in any case', async () => {
    const query = { name: 'LIST' };
    const { json } = await api.call('GetActions', { parameters: ofVersion, query });
    expect(json).toMatchObject({ totalCount: 2, actions: [{ name: 'listPets' }, { name: 'list$Tags' }] });
    // Signs that SQL's patterns know stand for themselves.
    for (const name of ['%', '_', 'list_ets', '\\']) {
      const none = await api.call('GetActions', { parameters: ofVersion, query: { name } });
      expect(none.json, name).toMatchObject({ totalCount: 0, actions: [] });
    }
  });

  it.each(['GetActions', 'GetDefinitions', 'ListConnectors', 'ListConnectorVersions'])(
    '%s refuses a cursor that is none',
    async (operationId) => {
      const answer = await api.call(operationId, { parameters: ofVersion, query: { after: 'x' } });
      expect({ status: answer.status, json: answer.json }).toMatchObject({
        status: 400,
        json: { code: 'cursor_invalid' },
      });
    },
  );

  it.each([
    ['GetAction', { action_name: 'LISTPETS' }, 'action_not_found'],
    ['GetTrigger', { trigger_name: 'listPets' }, 'trigger_not_found'],
    ['GetDefinition', { definition_name: 'Owner' }, 'definition_not_found'],
    ['GetConnector', { connector_id: 'x'.repeat(5_000) }, 'connector_not_found'],
  ])('are not found by %s of %j', async (operationId, parameters, code) => {
    const answer = await api.call(operationId, { parameters: { ...ofVersion, ...parameters } });
    expect({ status: answer.status, json: answer.json }).toMatchObject({ status: 404, json: { code } });
  });

  it('are not found by a name or filter with U+0000, which no name can contain', async () => {
    const found = await api.call('GetAction', { parameters: { ...ofVersion, action_name: '\u0000' } });
    expect(found.status).toBe(400);
    const filtered = await api.call('GetActions', { parameters: ofVersion, query: { name: '\u0000' } });
    expect(filtered.status).toBe(400);
  });

  it('are found by words in name, method, path, summary or description', async () => {
    const search = async (q: string, first = '20') => {
      const { json } = await api.call('SearchConnectorVersion', { parameters: ofVersion, query: { q, first } });
      const results: unknown = member(json, 'results');
      const names = Array.isArray(results) ? results.map((each) => String(member(each, 'name'))) : [];
      return { names, hasMore: member(json, 'hasMore'), results };
    };
    expect(await search('TAG')).toMatchObject({ names: ['list$Tags', 'Tag'], hasMore: false });
    expect((await search('pets post')).names).toEqual(['addPet', 'petSold']);
    expect(await search('pets', '2')).toMatchObject({ names: ['listPets', 'addPet'], hasMore: true });
    expect((await search('real documents')).results).toMatchObject([
      { kind: 'action', name: 'listPets', path: '/pets', text: 'Holds \u0001 and \u0000, which real documents do.' },
      { name: 'addPet' },
      { name: 'list$Tags' },
    ]);
    expect((await search('a%')).names).toEqual([]);
    for (const q of ['', ' ', 'a'.repeat(201), 'a '.repeat(11)])
      expect((await api.call('SearchConnectorVersion', { parameters: ofVersion, query: { q } })).status).toBe(400);
  });
});

describe('the schema of a definition', () => {
  it('is served at the URL in the definition, and its references resolve from there', async () => {
    const { key } = { key: (await api.createKey(api.organisationId, 'read')).token };
    const definition = (await api.call('GetDefinition', { parameters: { ...ofVersion, definition_name: 'Pet' } })).json;
    const url = String(member(definition, 'url'));
    const schema = await readResponse(await fetchWithKey(url, key));
    expect(schema.headers.get('Content-Type')).toMatch(/^application\/schema\+json/);
    const reference = String(member(schema.json, 'properties', 'tag', '$ref'));
    const sibling = await fetchWithKey(new URL(reference, url), key);
    expect(await sibling.json()).toEqual({ type: 'string' });
    const etag = schema.headers.get('ETag') ?? '';
    expect((await fetchWithKey(url, key, { 'If-None-Match': etag })).status).toBe(304);
    expect((await fetchWithKey(url, key, { 'If-None-Match': `"other", W/${etag}` })).status).toBe(304);
    expect((await fetchWithKey(url, key, { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('is the same at its second URL, with its name in any case', async () => {
    const read = (operationId: string, schema_filename: string) =>
      api.call(operationId, { parameters: { ...ofVersion, schema_filename } });
    const [a, b] = [await read('GetRawSchema', 'Pet.json'), await read('GetRawSchema', 'pET.json')];
    expect(a.bytes.equals(b.bytes)).toBe(true);
    expect(JSON.parse(a.bytes.toString())).toEqual({ type: 'object', properties: { tag: { $ref: 'Tag.json' } } });
    for (const name of ['Pet', 'Pet.yaml', 'Owner.json', '.json', '..%2FPet.json']) {
      expect((await read('GetRawSchema', name)).status, name).toBe(404);
    }
  });
});

describe('API keys', () => {
  const ofPets = () => ({ parameters: { connector_id: connectorId } });

  it('with the role read can read, and get 403 for imports and creations', async () => {
    const { token: key } = await api.createKey(api.organisationId, 'read');
    expect((await api.call('GetConnector', { ...ofPets(), key })).status).toBe(200);
    for (const operationId of ['ImportHTTPConnector', 'ImportHTTPConnectorVersion', 'CreateHTTPConnector']) {
      const answer = await api.call(operationId, { ...ofPets(), key });
      expect(answer.status, operationId).toBe(403);
      expect(answer.json).toMatchObject({ code: 'forbidden' });
    }
  });

  it.each(['cty_unknown', 'other', ''])('that are unknown (%j) get 401', async (key) => {
    const answer = await api.call('GetConnector', { ...ofPets(), key });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
  });

  it('of another organisation get 404, as for an organisation that does not exist', async () => {
    const other = await api.createOrganisation();
    const seen = async (organisationId: string) => {
      const answer = await api.call('GetConnector', { ...ofPets(), key: other.key, organisationId });
      return { status: answer.status, body: answer.bytes.toString().replaceAll(organisationId, 'ID') };
    };
    const foreign = await seen(api.organisationId);
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(await seen('01ARZ3NDEKTSV4RRFFQ69G5FAV'));
  });

  it('of an operator have access to every existing organisation', async () => {
    const { token: key } = await api.createKey(null, 'operator');
    expect((await api.call('GetConnector', { ...ofPets(), key })).status).toBe(200);
    const nowhere = await api.call('ListConnectors', { key, organisationId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' });
    expect(nowhere.json).toMatchObject({ code: 'organisation_not_found' });
  });
});

describe('the service', () => {
  it('is ready while database and queue respond', async () => {
    expect((await api.call('GetReadiness', { key: null })).status).toBe(200);
  });

  it('lists its limits', async () => {
    expect((await api.call('GetLimits')).json).toMatchObject({ uploadBytes: { value: 64 * 1024 * 1024 } });
  });

  it('compresses responses for clients that accept it', async () => {
    const url = `${api.baseUrl}/openapi.json`;
    expect((await fetch(url, { headers: { 'Accept-Encoding': 'gzip' } })).headers.get('Content-Encoding')).toBe('gzip');
  });

  it.each([
    ['DELETE', 'imports', 'GET, HEAD'],
    ['GET', 'protocols/http/import', 'POST'],
  ])('rejects %s of %s with 405 and the allowed methods', async (method, place, allow) => {
    const { token } = await api.createKey(api.organisationId, 'import');
    const url = `${api.baseUrl}/api/connect/v1/o/${api.organisationId}/${place}`;
    const answer = await fetch(url, { method, headers: { Authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('Allow')).toBe(allow);
  });
});
