import { waitFor } from '@connectory/harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let operator: string;
beforeAll(async () => {
  api = await startTestApi();
  operator = (await api.createKey(null, 'operator')).token;
});
afterAll(() => api.close());

function call(operationId: string, options: Parameters<TestApi['call']>[1] & { send?: object } = {}) {
  const { send, ...rest } = options;
  return api.call(operationId, {
    key: operator,
    ...(send === undefined ? {} : { body: JSON.stringify(send), headers: { 'Content-Type': 'application/json' } }),
    ...rest,
  });
}

async function queuedIds(): Promise<readonly string[]> {
  const { rows } = await api.database.pool.query<{ id: string }>(`select id from imports where status = 'queued'`);
  return rows.map(({ id }) => id);
}

function text(value: unknown, name: string): string {
  return String(Reflect.get(Object(value), name));
}

describe('an organisation', () => {
  it('can be created, read and listed, newest first', async () => {
    const created = await call('CreateOrganisation', { send: { name: ' New ' } });
    expect({ status: created.status, json: created.json }).toMatchObject({ status: 201, json: { name: 'New' } });
    const organisationId = text(created.json, 'id');
    expect((await call('GetOrganisation', { organisationId })).json).toEqual(created.json);
    const first = await call('ListOrganisations', { query: { first: '1' } });
    expect(first.json).toMatchObject({ organisations: [created.json], totalCount: 2 });
    const next = await call('ListOrganisations', { query: { first: '1', after: text(first.json, 'next') } });
    expect(next.json).toMatchObject({ organisations: [{ id: api.organisationId }] });
  });

  it.each([[{}], [{ name: '' }], [{ name: 'x'.repeat(201) }], [{ name: 7 }], [{ name: 'x', id: 'y' }], [[]]])(
    'is not created from %o',
    async (send) => {
      const { status, json } = await call('CreateOrganisation', { send });
      expect({ status, json }).toMatchObject({ status: 400, json: { code: 'request_invalid' } });
    },
  );

  it('with an unknown id gets 404', async () => {
    const { status, json } = await call('GetOrganisation', { organisationId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' });
    expect({ status, json }).toMatchObject({ status: 404, json: { code: 'organisation_not_found' } });
  });
});

describe('an API key', () => {
  it('is shown once, is accepted, records its last use, and is rejected everywhere after revocation', async () => {
    const created = await call('CreateApiKey', {
      send: { name: 'ci', role: 'import', organisationId: api.organisationId, expiresAt: '2999-12-31T01:00:00+01:00' },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get('Cache-Control')).toBe('no-store');
    const { token, ...known } = Object(created.json);
    expect(known).toMatchObject({ role: 'import', status: 'valid', expiresAt: '2999-12-31T00:00:00.000Z' });
    expect(token).toMatch(/^cty_/);
    expect((await api.call('ListImports', { key: token })).status).toBe(200);
    const list = async (): Promise<unknown> => {
      const { json } = await call('ListApiKeys', { query: { organisationId: api.organisationId } });
      const keys: unknown = Reflect.get(Object(json), 'keys');
      return Array.isArray(keys) ? keys.find((key) => text(key, 'id') === known.id) : undefined;
    };
    expect(await list()).toMatchObject({ ...known, lastUsedAt: expect.any(String) });
    expect(JSON.stringify(await list())).not.toContain(token);

    const key_id = String(known.id);
    const revoked = await call('RevokeApiKey', { parameters: { key_id } });
    expect(revoked.json).toMatchObject({ id: key_id, status: 'revoked', revokedAt: expect.any(String) });
    expect((await api.call('ListImports', { key: token })).status).toBe(401);
    expect((await call('RevokeApiKey', { parameters: { key_id } })).json).toEqual(revoked.json);
    expect(await list()).toMatchObject({ status: 'revoked' });
  });

  it('expires after a year unless it is given another time, or null for none', async () => {
    const create = async (more: object) => {
      const send = { name: 'ci', role: 'read', organisationId: api.organisationId, ...more };
      return text((await call('CreateApiKey', { send })).json, 'expiresAt');
    };
    const days = (Date.parse(await create({})) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(364.9);
    expect(days).toBeLessThanOrEqual(365);
    expect(await create({ expiresAt: '2999-01-01T00:00:00Z' })).toBe('2999-01-01T00:00:00.000Z');
    expect(await create({ expiresAt: null })).toBe('undefined');
  });

  it('with scopes may do only what they and its role allow', async () => {
    const send = { name: 'ci', role: 'import', organisationId: api.organisationId, scopes: ['imports:write'] };
    const created = await call('CreateApiKey', { send });
    expect(created.json).toMatchObject({ scopes: ['imports:write'] });
    const key = text(created.json, 'token');
    const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
    const accepted = await api.upload('ImportHTTPConnector', parts, { key });
    expect(accepted.status).toBe(202);
    const parameters = { import_id: text(accepted.json, 'id') };
    expect((await api.call('GetImport', { key, parameters })).status).toBe(200);
    expect((await api.call('GetLimits', { key })).status).toBe(200);
    const refused = await api.call('ListConnectors', { key });
    expect({ status: refused.status, json: refused.json }).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    const challenge = 'Bearer realm="connectory", error="insufficient_scope", scope="connectors:read"';
    expect(refused.headers.get('WWW-Authenticate')).toBe(challenge);
    expect((await api.call('RotateCallbackSecret', { key })).status).toBe(403);
  });

  it('of an operator with scopes has no access to the queue dashboard without its scope', async () => {
    for (const [scopes, status] of [
      [['keys:read'], 403],
      [['queues:write'], 200],
    ] as const) {
      const { json } = await call('CreateApiKey', { send: { name: 'ops', role: 'operator', scopes } });
      const headers = { Authorization: `Bearer ${text(json, 'token')}` };
      const session = await fetch(`${api.baseUrl}/api/connect/v1/session`, { method: 'POST', headers });
      const [cookie = ''] = (session.headers.get('Set-Cookie') ?? '').split(';');
      const page = await fetch(`${api.baseUrl}/console/system/queues/`, { headers: { Cookie: cookie } });
      expect(page.status).toBe(status);
    }
  });

  it.each([[{ scopes: [] }], [{ scopes: ['all'] }], [{ scopes: ['keys:read'] }], [{ scopes: ['connectors:write'] }]])(
    'is not created with %j for the role read',
    async (more) => {
      const send = { name: 'ci', role: 'read', organisationId: api.organisationId, ...more };
      const { status, json } = await call('CreateApiKey', { send });
      expect({ status, json }).toMatchObject({ status: 400, json: { code: 'request_invalid' } });
    },
  );

  it('is listed as unused unless it was created or used since a time, revoked or expired', async () => {
    const { id: organisationId } = await api.createOrganisation();
    const [used, unused, revoked, expired] = await Promise.all(
      Array.from({ length: 4 }, () => api.createKey(organisationId, 'read')),
    );
    const { pool } = api.database;
    await pool.query(
      "update api_keys set created_at = now() - interval '99 days' where organisation_id = $1 and role = 'read'",
      [organisationId],
    );
    await api.call('ListImports', { key: used?.token ?? '', organisationId });
    await pool.query('update api_keys set revoked_at = now() where id = $1', [revoked?.id]);
    await pool.query("update api_keys set expires_at = now() - interval '1 s' where id = $1", [expired?.id]);
    const since = new Date(Date.now() - 90 * 86_400_000).toISOString();
    const { json } = await call('ListApiKeys', { query: { organisationId, unusedSince: since } });
    expect(json).toMatchObject({ totalCount: 1, keys: [{ id: unused?.id }] });
    expect((await call('ListApiKeys', { query: { unusedSince: 'yesterday' } })).status).toBe(400);
  });

  it('that is revoked has its event streams closed', async () => {
    const { token, id } = await api.createKey(api.organisationId, 'import');
    const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
    const importId = text((await api.upload('ImportHTTPConnector', parts, { key: token })).json, 'id');
    const address = `${api.baseUrl}/api/connect/v1/o/${api.organisationId}/imports/${importId}/events`;
    const stream = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    const reader = (stream.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('event: queued');
    await call('RevokeApiKey', { parameters: { key_id: id } });
    await api.succeed(importId);
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });

  it('that is revoked gets no import from a request that is still waiting', async () => {
    const { token, id } = await api.createKey(api.organisationId, 'import');
    const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
    const known = new Set(await queuedIds());
    const submitting = api.upload('ImportHTTPConnector', parts, { key: token, headers: { Prefer: 'wait=50' } });
    const findAdded = async (): Promise<string | undefined> => (await queuedIds()).find((queued) => !known.has(queued));
    const importId = await waitFor(findAdded, { describe: 'the import is accepted' });
    const parameters = { import_id: importId };
    const following = api.call('GetImport', { key: token, parameters, headers: { Prefer: 'wait=50' } });
    // It was sent later: once it is answered, the other one waits.
    await api.call('GetImport', { key: token, parameters });
    await call('RevokeApiKey', { parameters: { key_id: id } });
    await api.succeed(importId);
    const submitted = await submitting;
    // It was accepted: its sender learns that, and no more.
    expect({ status: submitted.status, json: submitted.json }).toMatchObject({
      status: 202,
      json: { status: 'queued' },
    });
    expect((await following).status).toBe(401);
  });

  it('of an operator belongs to no organisation and has access to all', async () => {
    const { json } = await call('CreateApiKey', { send: { name: 'ops', role: 'operator' } });
    expect(json).not.toHaveProperty('organisationId');
    const { id: organisationId } = await api.createOrganisation();
    expect((await api.call('ListImports', { key: text(json, 'token'), organisationId })).status).toBe(200);
    expect((await api.call('ListApiKeys', { key: text(json, 'token') })).status).toBe(200);
  });

  it.each([
    ['no role', {}, 'role'],
    ['a role that is none', { role: 'admin' }, 'role'],
    ['no organisation', { role: 'read' }, 'organisationId'],
    [
      'an organisation for an operator',
      { role: 'operator', organisationId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
      'organisationId',
    ],
    ['a time that is past', { role: 'operator', expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
    ['a time that is none', { role: 'operator', expiresAt: 'tomorrow' }, 'expiresAt'],
  ])('is not created with %s', async (_what, fields, field) => {
    const { status, json } = await call('CreateApiKey', { send: { name: 'x', ...fields } });
    expect({ status, json }).toMatchObject({ status: 400, json: { code: 'request_invalid', fields: [{ field }] } });
  });

  it('is not created for an unknown organisation', async () => {
    const send = { name: 'x', role: 'read', organisationId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
    const { status, json } = await call('CreateApiKey', { send });
    expect({ status, json }).toMatchObject({ status: 404, json: { code: 'organisation_not_found' } });
  });

  it('with an unknown id gets 404 on revocation', async () => {
    const { status, json } = await call('RevokeApiKey', { parameters: { key_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } });
    expect({ status, json }).toMatchObject({ status: 404, json: { code: 'key_not_found' } });
  });
});

it('the last use of a key is written at most once a minute', async () => {
  const { token, id } = await api.createKey(api.organisationId, 'read');
  const lastUsed = async (): Promise<unknown> => {
    const { rows } = await api.database.pool.query<object>('select last_used_at, xmin from api_keys where id = $1', [
      id,
    ]);
    return rows;
  };
  await api.call('ListImports', { key: token });
  const first = await lastUsed();
  await Promise.all(Array.from({ length: 20 }, () => api.call('ListImports', { key: token })));
  expect(await lastUsed()).toEqual(first);
  await api.database.pool.query("update api_keys set last_used_at = now() - interval '61 seconds' where id = $1", [id]);
  const old = await lastUsed();
  await api.call('ListImports', { key: token });
  expect(await lastUsed()).not.toEqual(old);
});

it('the state of the installation is shown also when the error of an import quotes U+0000', async () => {
  const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  await api.fail(text(json, 'id'), { code: 'internal_error', message: 'a\0b \ud800' });
  const state = await call('GetSystem', {});
  expect(state.status).toBe(200);
  expect(Object(state.json).lastHour).toMatchObject({ failed: 1, defects: 1 });
});

it('the state of the installation has its processes, disk, and what housekeeping is to remove', async () => {
  const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  const id = text(json, 'id');
  await api.fail(id, { code: 'document_invalid', message: 'no document' });
  const before = Object((await call('GetSystem', {})).json);
  expect(before.housekeeping).toMatchObject({ expiredImports: 0, overdueSeconds: 0, running: false });
  expect(before.disk.freeBytes).toBeLessThanOrEqual(before.disk.bytes);
  expect(before.processes).toHaveLength(before.api.processes + before.workers.processes);

  const { importRetentionDays } = before.housekeeping;
  const old = `01${'0'.repeat(24)}`;
  await api.database.pool.query(
    `update imports set id = $1, finished_at = now() - make_interval(days => $2, secs => 60) where id = $3`,
    [old, importRetentionDays, id],
  );
  const { housekeeping } = Object((await call('GetSystem', {})).json);
  expect(housekeeping.expiredImports).toBe(1);
  expect(housekeeping.overdueSeconds).toBeGreaterThanOrEqual(59);
  expect(housekeeping.overdueSeconds).toBeLessThan(3_600);
});

it('the state of the installation has the version of processes, and the times that the role may see', async () => {
  const connections = await Promise.all([
    api.ofApi.pool.connect(),
    api.database.pool.connect(),
    api.database.pool.connect(),
  ]);
  const names = ['connectory worker events 9.8.7', 'connectory worker events', 'connectory worker eventsX'];
  try {
    for (const [index, each] of connections.entries())
      await each.query("select set_config('application_name', $1, false)", [names[index]]);
    const { processes, workers } = Object((await call('GetSystem', {})).json);
    const time: unknown = expect.stringMatching(/Z$/);
    expect(processes).toEqual([
      { kind: 'worker', version: '9.8.7', connectedAt: time, lastSeenAt: time },
      { kind: 'worker' },
    ]);
    expect(workers.processes).toBe(2);
  } finally {
    for (const each of connections) each.release(true);
  }
});
