import { createApiKey } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let pets: { readonly id: string; readonly connectorId: string };

beforeAll(async () => {
  api = await startTestApi();
  pets = await importPets('pets-2026.json', '1.0-beta');
});
afterAll(() => api.close());

async function importPets(filename: string, version: string): Promise<typeof pets> {
  const parts = [filePart('{}', filename), metadataField({ format: 'openapi', version })];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  const { id, connectorId } = Object(json);
  await api.succeed(String(id));
  return { id: String(id), connectorId: String(connectorId) };
}

async function search(query: string, key?: string): Promise<ReturnType<typeof Object>> {
  const { status, json } = await api.call('SearchOrganisation', { query, ...(key === undefined ? {} : { key }) });
  expect(status).toBe(200);
  return Object(json);
}

const nothing = { connectors: [], versions: [], imports: [], entities: [], more: [], partial: [] };

describe('a search of an organisation', () => {
  it('finds connectors by part of their name in any case, and their imports', async () => {
    expect(await search('q=PeT&kind=connectors&kind=imports')).toEqual({
      ...nothing,
      connectors: [{ id: pets.connectorId, name: 'Pets', baseUrl: expect.any(String) }],
      imports: [
        { id: pets.id, filename: 'pets-2026.json', connectorName: 'Pets', version: '1.0-beta', status: 'succeeded' },
      ],
    });
  });

  it('finds things by their ids', async () => {
    expect(await search(`q=${pets.connectorId}`)).toMatchObject({ connectors: [{ name: 'Pets' }], imports: [] });
    expect(await search(`q=${pets.id.toLowerCase()}`)).toMatchObject({ connectors: [], imports: [{ id: pets.id }] });
  });

  it('finds a version by its name, with words of its connector', async () => {
    const found = { connectorId: pets.connectorId, connectorName: 'Pets', version: '1.0-beta', isPublished: false };
    expect(await search('q=beta+pets&kind=versions')).toEqual({ ...nothing, versions: [found] });
    expect(await search('q=pets&kind=versions')).toEqual(nothing);
  });

  it('finds entities of the latest version by name, method or path', async () => {
    const { entities } = await search('q=get+pet&kind=entities');
    expect(entities[0]).toMatchObject({
      kind: 'action',
      method: 'GET',
      connectorId: pets.connectorId,
      connectorName: 'Pets',
      version: '1.0-beta',
    });
  });

  it('takes signs of patterns literally', async () => {
    for (const sign of ['%', '_x', '\\']) expect(await search(`q=${encodeURIComponent(sign)}`)).toEqual(nothing);
  });

  it('says which kinds have more, and searches one connector where it is named', async () => {
    const other = await importPets('other.json', '2');
    expect(await search('q=pets&kind=connectors&first=1')).toMatchObject({
      connectors: [{ id: other.connectorId }],
      more: ['connectors'],
    });
    expect(await search(`q=pets&first=1&connectorId=${pets.connectorId}`)).toMatchObject({
      connectors: [{ id: pets.connectorId }],
      imports: [{ id: pets.id }],
    });
  });

  it('says what it has not searched, because there is too much', async () => {
    await api.database.pool.query(
      `insert into connectors (id, organisation_id, name, base_url, updated_at)
       select '01K' || lpad(n::text, 23, '0'), $1, 'Filler ' || n, '', now() + interval '1 hour' from generate_series(1, 101) n`,
      [api.organisationId],
    );
    expect(await search('q=pet')).toMatchObject({ entities: [], partial: ['entities'] });
    const { entities, partial } = await search(`q=get+pet&connectorId=${pets.connectorId}`);
    expect(entities[0]).toMatchObject({ connectorName: 'Pets' });
    expect(partial).toEqual([]);
    await api.database.pool.query(`delete from connectors where name like 'Filler%'`);
  });

  it('finds nothing of other organisations', async () => {
    const other = await api.createOrganisation();
    const { json } = await api.call('SearchOrganisation', { query: 'q=pet', organisationId: other.id, key: other.key });
    expect(json).toEqual(nothing);
    const foreign = await api.call('SearchOrganisation', { query: 'q=pet', key: other.key });
    expect(foreign.status).toBe(404);
  });

  it('leaves imports out for a key whose scopes do not allow to read them', async () => {
    const { organisationId } = api;
    const key = { organisationId, name: 'scoped', role: 'read', scopes: ['connectors:read'] } as const;
    const { token } = await createApiKey(api.database, key);
    expect(await search('q=pets', token)).toMatchObject({ connectors: [{}, {}], imports: [] });
  });

  it.each(['q=', 'q=+', `q=${'a+'.repeat(11)}`, 'q=a&kind=keys', 'q=a&connectorId=abc', 'q=a&first=0'])(
    'is refused: %s',
    async (query) => {
      const { status, json } = await api.call('SearchOrganisation', { query });
      expect({ status, json }).toMatchObject({ status: 400, json: { code: 'request_invalid' } });
    },
  );
});
