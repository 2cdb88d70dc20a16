import { apiOperations, sharedPath } from '@connectory/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let importId: string;

beforeAll(async () => {
  api = await startTestApi();
  importId = await importPets('first.json');
});
afterAll(() => api.close());

async function importPets(filename: string): Promise<string> {
  const document = `{"openapi":"3.1.0","info":{"title":"${filename}","version":"1"},"paths":{}}`;
  const parts = [filePart(document, filename), metadataField({ format: 'openapi' })];
  const id = String(member((await api.upload('ImportHTTPConnector', parts)).json, 'id'));
  await api.succeed(id, petsModel());
  return id;
}

async function share(of: string = importId, days?: number) {
  const { status, json } = await api.call('CreateShare', {
    parameters: { import_id: of },
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(days === undefined ? {} : { days }),
  });
  expect(status).toBe(201);
  const url = new URL(String(member(json, 'url')));
  expect(url.pathname + url.search).toBe('/console/shared');
  return { id: String(member(json, 'id')), token: url.hash.slice('#share='.length), json };
}

function open(path: string, token: string, method = 'GET'): Promise<Response> {
  return fetch(`${api.baseUrl}${sharedPath}${path}`, { method, headers: { 'Share-Token': token } });
}

async function statusOf(path: string, token: string): Promise<number> {
  const response = await open(path, token);
  await response.arrayBuffer();
  return response.status;
}

it('shows the import of the link without a key, and no id or URL of its organisation', async () => {
  const { token, json } = await share();
  const days = (Date.parse(String(member(json, 'expiresAt'))) - Date.parse(String(member(json, 'createdAt')))) / 864e5;
  expect(Math.round(days)).toBe(7);
  const response = await open('', token);
  const text = await response.text();
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(JSON.parse(text)).toMatchObject({ id: importId, status: 'succeeded', document: { filename: 'first.json' } });
  const record = Object((await api.call('GetImport', { parameters: { import_id: importId } })).json);
  for (const hidden of [api.organisationId, record.connectorId, record.versionId, api.baseUrl])
    expect(text).not.toContain(hidden);
  for (const path of ['/message-groups', '/messages?code=NONE', '/edits', '/document/excerpt?pointer=/info'])
    expect([path, await statusOf(path, token)]).toEqual([path, 200]);
  expect(await statusOf('/diff', token)).toBe(404);
});

it('opens nothing else: no other path, method, import or operation', async () => {
  const { token } = await share();
  const other = await importPets('other.json');
  const paths = ['/events', '/result', '/document', '/shares', '/cancel', `/../o/${api.organisationId}/imports`];
  for (const path of [...paths, `/${other}`, '/messages/../../connectors', '/%2e%2e/connectors'])
    expect([path, await statusOf(path, token)]).toEqual([path, expect.toBeOneOf([401, 404])]);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect((await open('', token, method)).status).toBe(405);
  const bearer = { headers: { Authorization: `Bearer ${token}` } };
  const root = `${api.baseUrl}/api/connect/v1/o/${api.organisationId}`;
  expect((await fetch(`${root}/imports/${importId}`, bearer)).status).toBe(401);
  expect((await fetch(`${root}/imports/${importId}`, { headers: { 'Share-Token': token } })).status).toBe(401);
  expect((await open('/messages?import_id=' + other, token)).status).toBe(200);
  expect(apiOperations.filter(({ path }) => path.startsWith(sharedPath)).map(({ method }) => method)).toEqual(
    Array.from({ length: 6 }, () => 'get'),
  );
});

it('ends at once when it is revoked, and when its time is over', async () => {
  const { id, token } = await share();
  const parameters = { import_id: importId, share_id: id };
  for (const _each of [1, 2]) expect((await api.call('RevokeShare', { parameters })).status).toBe(204);
  for (const path of ['', '/message-groups']) expect(await statusOf(path, token)).toBe(404);
  const expired = await share(importId, 1);
  expect(await statusOf('', expired.token)).toBe(200);
  await api.database.pool.query(`update shares set expires_at = now() where id = $1`, [expired.id]);
  const response = await open('', expired.token);
  expect([response.status, member(await response.json(), 'code')]).toEqual([404, 'share_not_found']);
  for (const wrong of ['', 'ctr_wrong', `${expired.token}x`]) expect(await statusOf('', wrong)).toBe(404);
});

it('is listed and audited, without its token', async () => {
  const of = await importPets('audited.json');
  const { id, token } = await share(of);
  await api.call('RevokeShare', { parameters: { import_id: of, share_id: id } });
  const listed = await api.call('ListShares', { parameters: { import_id: of } });
  expect(listed.json).toMatchObject({ shares: [{ id, revokedAt: expect.any(String) }] });
  expect(listed.bytes.toString()).not.toContain(token);
  const { rows } = await api.database.pool.query<{ action: string; details: string }>(
    `select action, details::text as details from audit_events where target_id = $1 and action like 'share.%' order by id`,
    [of],
  );
  expect(rows.map(({ action }) => action)).toEqual(['share.created', 'share.revoked']);
  for (const { details } of rows) expect(JSON.parse(details)).toMatchObject({ shareId: id });
});

it('lives for at most 30 days, and not for an unknown import', async () => {
  const create = (import_id: string, body: object) =>
    api.call('CreateShare', {
      parameters: { import_id },
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  for (const days of [0, 31, 1.5]) expect((await create(importId, { days })).status).toBe(400);
  expect((await create('01ARZ3NDEKTSV4RRFFQ69G5FAV', {})).status).toBe(404);
  const parameters = { import_id: importId, share_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
  expect((await api.call('RevokeShare', { parameters })).status).toBe(404);
});
