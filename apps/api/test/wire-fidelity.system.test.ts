import { apiOperations, queryParametersOf } from '@connectory/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResponse, startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let key: string;
let operatorKey: string;

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_READS_PER_MINUTE: '0', RATE_LIMIT_WRITES_PER_MINUTE: '0' });
  key = (await api.createKey(api.organisationId, 'import')).token;
  operatorKey = (await api.createKey(null, 'operator')).token;
});
afterAll(() => api.close());

const json = { 'Content-Type': 'application/json' };

async function newConnector(name: string, more: object = {}): Promise<string> {
  const body = JSON.stringify({ name, baseUrl: 'https://a.example', authSchemeConfigs: [], connections: [], ...more });
  const { json: created } = await api.call('CreateHTTPConnector', { body, headers: json });
  return String(Object(created).id);
}

async function get(path: string) {
  return readResponse(await fetch(api.baseUrl + path, { headers: { Authorization: `Bearer ${key}` } }));
}

describe('the query', () => {
  const closed = apiOperations.filter(({ role }) => role !== 'public');

  it.each(closed.map((operation) => [operation.operationId, operation] as const))(
    'of %s is refused with an unknown or repeated parameter, which is named',
    async (operationId, operation) => {
      const parameters = Object.fromEntries(
        [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => [name, '01ARZ3NDEKTSV4RRFFQ69G5FAV']),
      );
      const options = {
        key: operation.role === 'operator' ? operatorKey : key,
        parameters: { ...parameters, organisation_id: api.organisationId },
      };
      const unknown = await api.call(operationId, { ...options, query: { colour: 'red' } });
      const asProblem = { Accept: 'application/problem+json' };
      const problem = await api.call(operationId, { ...options, query: { colour: 'red' }, headers: asProblem });
      const { message, ...body } = Object(unknown.json);
      expect(problem.headers.get('Content-Type')).toContain('application/problem+json');
      const titled = { type: 'about:blank', title: 'Bad Request', status: 400, detail: message };
      expect(problem.json).toEqual({ ...titled, message, ...body });
      expect({ status: unknown.status, json: unknown.json }).toMatchObject({
        status: 400,
        json: { code: 'request_invalid', fields: [{ field: 'colour' }] },
      });
      for (const { name, repeatable } of queryParametersOf(operation)) {
        if (repeatable) continue;
        const twice = await api.call(operationId, { ...options, query: `${name}=1&${name}=1` });
        expect({ status: twice.status, json: twice.json }).toMatchObject({
          status: 400,
          json: { fields: [{ field: name, message: 'is given more than once' }] },
        });
      }
    },
  );

  it.each([
    ['a day that does not exist', '2026-02-30T00:00:00.000Z'],
    ['the year 0', '0000-01-01T00:00:00.000Z'],
    ['a month that does not exist', '2026-99-01T00:00:00.000Z'],
  ])('with a cursor of %s is refused', async (_what, time) => {
    const connectorId = await newConnector('Cursor');
    const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const cursor = (text: string): string => Buffer.from(`1:${text}`).toString('base64url');
    const root = `/api/connect/v1/o/${api.organisationId}/connectors`;
    for (const path of [
      `${root}?after=${cursor(JSON.stringify([time, id]))}`,
      `${root}?after=${cursor(JSON.stringify([time, id, id]))}`,
      `${root}?sort=name:asc&after=${cursor(JSON.stringify(['a\0', id]))}`,
      `${root}/${connectorId}/versions?after=${cursor(`${time}/${id}`)}`,
    ])
      expect((await get(path)).json, path).toMatchObject({ code: 'cursor_invalid' });
  });
});

describe('listing connectors', () => {
  it('can be sorted by several columns, and paged in both directions', async () => {
    const { id: organisationId, key: own } = await api.createOrganisation();
    for (const name of ['b', 'a', 'c', 'a', 'B']) {
      const body = JSON.stringify({ name, baseUrl: 'https://a.example', authSchemeConfigs: [] });
      await api.call('CreateHTTPConnector', { organisationId, key: own, body, headers: json });
    }
    const call = async (query: { [name: string]: string }) =>
      Object((await api.call('ListConnectors', { organisationId, key: own, query })).json);
    for (const sort of ['name:asc,id:desc', 'name:desc', 'createdAt:asc', 'updatedAt:desc,name:asc', 'id:desc']) {
      const all = (await call({ sort })).connectors.map(({ id }: { id: string }) => id);
      expect(new Set(all).size).toBe(5);
      const forwards: string[] = [];
      let page = await call({ sort, first: '2' });
      for (;;) {
        forwards.push(...page.connectors.map(({ id }: { id: string }) => id));
        if (page.next === undefined) break;
        page = await call({ sort, first: '2', after: page.next });
      }
      expect(forwards, sort).toEqual(all);
      const before = await call({ sort, first: '2', before: page.prev });
      expect(before.connectors.map(({ id }: { id: string }) => id)).toEqual(all.slice(2, 4));
    }
    const names = (await call({ sort: 'name:asc' })).connectors.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name === 'a')).toHaveLength(2);
    expect(names.at(-1)).toBe('c');
  });

  it.each(['name', 'name:up', 'colour:asc', 'name:asc,name:desc', 'name:asc:desc', ','])(
    'with the sort %j is refused',
    async (sort) => {
      const { status, json: refused } = await api.call('ListConnectors', { query: { sort } });
      expect({ status, refused }).toMatchObject({ status: 400, refused: { fields: [{ field: 'sort' }] } });
    },
  );

  it('can be filtered by tags with and without values, by categories and by protocol', async () => {
    const { id: organisationId, key: own } = await api.createOrganisation();
    const ids: { [name: string]: string } = {};
    for (const [name, tags] of [
      ['plain', {}],
      ['one', { team: ['blue', 'red'], tier: 'gold' }],
      ['two', { team: ['blue'], 'a"b': [] }],
    ] as const) {
      const body = JSON.stringify({ name, baseUrl: 'https://a.example', authSchemeConfigs: [], tags });
      const created = await api.call('CreateHTTPConnector', { organisationId, key: own, body, headers: json });
      ids[name] = String(Object(created.json).id);
    }
    await api.database.pool.query('update connectors set categories = $1 where id = $2', [['CRM', 'ERP'], ids['one']]);
    const found = async (query: string) => {
      const { json: page } = await api.call('ListConnectors', { organisationId, key: own, query });
      expect(Object(page).totalCount).toBe(Object(page).connectors.length);
      return Object(page)
        .connectors.map(({ name }: { name: string }) => name)
        .toSorted();
    };
    expect(await found('tags=team')).toEqual(['one', 'two']);
    expect(await found('tags=team:red')).toEqual(['one']);
    expect(await found('tags=team:blue,tier:gold')).toEqual(['one']);
    expect(await found('tags=team:')).toEqual(['one', 'two']);
    expect(await found(`tags=${encodeURIComponent('a"b')}`)).toEqual(['two']);
    expect(await found("tags=x'y")).toEqual([]);
    expect(await found('categories=CRM')).toEqual(['one']);
    expect(await found('categories=CRM&categories=ERP')).toEqual(['one']);
    expect(await found('categories=CRM&categories=HR')).toEqual([]);
    expect(await found('protocol=HT')).toEqual(['one', 'plain', 'two']);
    expect(await found('protocol=bigquery')).toEqual([]);
    const refused = await api.call('ListConnectors', { query: { categories: 'Cooking' } });
    expect(refused.json).toMatchObject({ fields: [{ field: 'categories' }] });
  });

  it('are found by a filter that selects more of them than are put in order by themselves', async () => {
    const { id: organisationId, key: own } = await api.createOrganisation();
    await api.database.pool.query(
      `insert into connectors (id, organisation_id, name, base_url, tags)
       select '01MANY' || lpad(n::text, 20, '0'), $1, 'Many ' || lpad(n::text, 4, '0'), 'https://a.example', '{"team":["red"]}'
         from generate_series(1, 2100) n`,
      [organisationId],
    );
    const list = async (query: string) => {
      const { json: page } = await api.call('ListConnectors', { organisationId, key: own, query });
      const { connectors, totalCount, next } = Object(page);
      return { names: connectors.map(({ name }: { name: string }) => name), totalCount, next };
    };
    for (const filter of ['name=MANY', 'tags=team:red']) {
      const first = await list(`${filter}&sort=name:desc&first=2`);
      expect(first).toMatchObject({ names: ['Many 2100', 'Many 2099'], totalCount: 2_100 });
      const second = await list(`${filter}&sort=name:desc&first=2&after=${first.next}`);
      expect(second).toMatchObject({ names: ['Many 2098', 'Many 2097'], totalCount: 2_100 });
    }
  });
});

describe('versions', () => {
  it('are listed by their last update', async () => {
    const parameters = { connector_id: await newConnector('Versions') };
    for (const name of ['1', '2', '3'])
      await api.call('CreateConnectorVersion', { parameters, body: JSON.stringify({ name }), headers: json });
    await api.call('PublishConnector', { parameters: { ...parameters, version: '2' } });
    const { json: page } = await api.call('ListConnectorVersions', { parameters });
    expect(Object(page).items.map(({ name }: { name: string }) => name)).toEqual(['2', '3', '1']);
    const first = await api.call('ListConnectorVersions', { parameters, query: { first: '2' } });
    const second = await api.call('ListConnectorVersions', { parameters, query: { after: Object(first.json).next } });
    expect(Object(second.json).items).toMatchObject([{ name: '1' }]);
  });

  it('have a default that is published: a draft cannot become it, and an unpublished one is not', async () => {
    const parameters = { connector_id: await newConnector('Default') };
    const read = async (version: string) => api.call('GetConnectorVersion', { parameters: { ...parameters, version } });
    const choose = async (version: string) => {
      const body = JSON.stringify({ ...Object((await read(version)).json), isDefault: true });
      return api.call('UpdateConnectorVersion', { parameters: { ...parameters, version }, body, headers: json });
    };
    for (const name of ['1', '2'])
      await api.call('CreateConnectorVersion', { parameters, body: JSON.stringify({ name }), headers: json });
    expect((await choose('1')).json).toMatchObject({ code: 'request_invalid', fields: [{ field: 'isDefault' }] });
    for (const version of ['1', '2']) await api.call('PublishConnector', { parameters: { ...parameters, version } });
    expect((await choose('1')).json).toMatchObject({ isDefault: true });
    await api.call('UnpublishConnector', { parameters: { ...parameters, version: '1' } });
    expect((await read('1')).json).toMatchObject({ isDefault: false });
    expect((await read('default')).json).toMatchObject({ name: '2', isDefault: true });
    await api.call('PublishConnector', { parameters: { ...parameters, version: '1' } });
    expect((await read('default')).json).toMatchObject({ name: '1' });
  });
});

describe('a path', () => {
  it('answers the same without the base path', async () => {
    const id = await newConnector('Base path');
    for (const path of [`/connectors/${id}`, `/connectors?name=base`, `/connector/${id}`]) {
      const [short, long] = [`/o/${api.organisationId}${path}`, `/api/connect/v1/o/${api.organisationId}${path}`];
      const [one, other] = [await get(short), await get(long)];
      expect({ status: one.status, json: one.json }).toEqual({ status: other.status, json: other.json });
    }
    expect((await fetch(`${api.baseUrl}/o/${api.organisationId}/connectors`)).status).toBe(401);
  });

  it('that does not exist suggests the nearest one', async () => {
    const address = `${api.baseUrl}/api/connect/v1/o/A/connectors/B/import`;
    const answer = await readResponse(await fetch(address, { method: 'POST' }));
    expect(answer.json).toMatchObject({ code: 'not_found' });
    expect(Object(answer.json).message).toContain('POST /api/connect/v1/o/A/connector/B/http/import');
  });
});
