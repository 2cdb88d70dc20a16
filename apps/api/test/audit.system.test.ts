import { createId, recordAudits } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { member } from './read-operations.ts';
import { readResponse, startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let operator: { readonly token: string; readonly id: string };
let admin: { readonly token: string; readonly id: string };

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_FAILURES_PER_MINUTE: '0' });
  operator = await api.createKey(null, 'operator');
  admin = await api.createKey(api.organisationId, 'import');
});
afterAll(() => api.close());

type Query = { readonly [name: string]: string };

/** The events of one page. @param key of an operator, unless it is that of the organisation */
async function list(query: Query, key = admin.token): Promise<readonly unknown[]> {
  const operationId = key === operator.token ? 'ListAllAuditEvents' : 'ListAuditEvents';
  const answer = await api.call(operationId, { key, query });
  expect(answer.status, answer.bytes.toString()).toBe(200);
  const events = member(answer.json, 'events');
  return Array.isArray(events) ? events : [];
}

const fieldsOf = (events: readonly unknown[], ...path: readonly string[]) =>
  events.map((event) => member(event, ...path));

async function createConnector(key = admin.token): Promise<string> {
  const body = JSON.stringify({ name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] });
  const headers = { 'Content-Type': 'application/json' };
  return String(member((await api.call('CreateHTTPConnector', { key, body, headers })).json, 'id'));
}

describe('the audit events of an organisation', () => {
  it('are those of its own, newest first, by page', async () => {
    const ids = [await createConnector(), await createConnector(), await createConnector()];
    const other = await api.createOrganisation();
    const body = JSON.stringify({ name: 'Theirs', baseUrl: 'https://pets.example', authSchemeConfigs: [] });
    const headers = { 'Content-Type': 'application/json' };
    await api.call('CreateHTTPConnector', { organisationId: other.id, key: other.key, body, headers });
    const query = { action: 'connector.created', first: '2' };
    const first = await api.call('ListAuditEvents', { key: admin.token, query });
    const events = member(first.json, 'events');
    expect(fieldsOf(Array.isArray(events) ? events : [], 'target', 'id')).toEqual([ids[2], ids[1]]);
    const after = String(member(first.json, 'next'));
    const rest = await list({ ...query, after });
    expect(fieldsOf(rest, 'target', 'id')[0]).toBe(ids[0]);
    for (const event of [...rest, ...(Array.isArray(events) ? events : [])])
      expect(event).toMatchObject({ organisationId: api.organisationId, actor: { kind: 'key', id: admin.id } });
  });

  it('are filtered by actor, action, target, outcome and time', async () => {
    const own = await api.createKey(api.organisationId, 'import');
    const before = new Date().toISOString();
    const id = await createConnector(own.token);
    await api.call('ListApiKeys', { key: own.token });
    await api.flushAudit();
    const actions = async (query: Query) => fieldsOf(await list(query), 'action');
    expect(await actions({ actor: own.id })).toEqual(['access.refused', 'connector.created']);
    expect(await actions({ actor: own.id, outcome: 'refused' })).toEqual(['access.refused']);
    expect(await actions({ actor: own.id, action: 'connector.created' })).toEqual(['connector.created']);
    expect(await actions({ target: id })).toEqual(['connector.created']);
    expect(await actions({ actor: own.id, from: before })).toHaveLength(2);
    expect(await actions({ actor: own.id, to: before })).toEqual([]);
    expect(await actions({ from: '9999-12-31', to: '1900-01-01' })).toEqual([]);
  });

  it.each([
    [{ outcome: 'unknown' }, 'outcome'],
    [{ action: 'unknown' }, 'action'],
    [{ from: 'yesterday' }, 'from'],
    [{ to: '2030-99-01' }, 'to'],
  ])('are not filtered by %o', async (query, field) => {
    const answer = await api.call('ListAuditEvents', { key: admin.token, query });
    expect({ status: answer.status, json: answer.json }).toMatchObject({ status: 400, json: { fields: [{ field }] } });
  });

  it('need the role import, and the scope audit:read of a key with scopes', async () => {
    const read = await api.createKey(api.organisationId, 'read');
    expect((await api.call('ListAuditEvents', { key: read.token })).status).toBe(403);
    const headers = { 'Content-Type': 'application/json' };
    for (const [scope, status] of [
      ['audit:read', 200],
      ['connectors:write', 403],
    ] as const) {
      const key = { name: 'audit', role: 'import', organisationId: api.organisationId, scopes: [scope] };
      const created = await api.call('CreateApiKey', { key: operator.token, headers, body: JSON.stringify(key) });
      const token = String(member(created.json, 'token'));
      expect((await api.call('ListAuditEvents', { key: token })).status).toBe(status);
    }
  });

  it('do not contain the address of an operator, and the operator sees it', async () => {
    const id = await createConnector(operator.token);
    const [seen] = await list({ target: id });
    expect(seen).toMatchObject({ actor: { kind: 'operator-key', id: operator.id } });
    expect(member(seen, 'address')).toBeUndefined();
    expect(await list({ target: id }, operator.token)).toMatchObject([{ address: '127.0.0.1' }]);
  });
});

describe('an export of audit events', () => {
  it('has all of them, as JSON Lines and as CSV without formulas', async () => {
    const target = { kind: 'connector', id: '=1+1' };
    const origin = { actor: { kind: 'key', id: createId(), name: 'many' } } as const;
    const change = { action: 'connector.changed', organisationId: api.organisationId, target } as const;
    await recordAudits(
      api.database.sql,
      Array.from({ length: 2_345 }, () => ({ origin, change })),
    );
    const query = { actor: origin.actor.id };
    const exported = (accept: string) =>
      api.call('ListAuditEvents', { key: admin.token, query, headers: { Accept: accept } });
    const lines = await exported('application/x-ndjson');
    expect(lines.headers.get('Content-Disposition')).toBe('attachment; filename="audit.jsonl"');
    const events = lines.bytes.toString().trimEnd().split('\n');
    expect(new Set(events.map((line) => String(member(JSON.parse(line), 'id')))).size).toBe(2_345);
    const csv = await exported('text/csv');
    const rows = csv.bytes.toString().trimEnd().split('\r\n');
    expect(rows).toHaveLength(2_346);
    expect(rows[0]).toMatch(/^id,at,organisationId,actorKind,/);
    expect(rows[1]).toContain(`,connector,'=1+1,succeeded,`);
  });
});

const dashboard = '/console/system/queues/';

/** @returns the cookie of a new session */
async function signIn(token: string): Promise<string> {
  const headers = { Authorization: `Bearer ${token}` };
  const session = await fetch(`${api.baseUrl}/api/connect/v1/session`, { method: 'POST', headers });
  return (session.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
}

describe('a refused request', () => {
  it('for a wrong role, scope or organisation leaves an event with its actor and a count', async () => {
    const key = await api.createKey(api.organisationId, 'read');
    const other = await api.createOrganisation();
    for (let at = 0; at < 3; at += 1) await api.call('RotateCallbackSecret', { key: key.token });
    await api.call('ListConnectors', { key: key.token, organisationId: other.id });
    await api.flushAudit();
    const shared = { organisationId: api.organisationId, action: 'access.refused', outcome: 'refused' };
    expect(await list({ actor: key.id })).toEqual([
      expect.objectContaining({
        ...shared,
        target: { kind: 'operation', id: 'ListConnectors' },
        details: { code: 'organisation_not_found', organisationId: other.id, count: 1 },
      }),
      expect.objectContaining({
        ...shared,
        target: { kind: 'operation', id: 'RotateCallbackSecret' },
        details: { code: 'forbidden', organisationId: api.organisationId, count: 3 },
      }),
    ]);
    expect(await list({ organisationId: other.id, action: 'access.refused' }, operator.token)).toEqual([]);
  });

  it('of the queue dashboard leaves an event', async () => {
    const key = await api.createKey(api.organisationId, 'import');
    const headers = { Cookie: await signIn(key.token) };
    expect((await fetch(`${api.baseUrl}${dashboard}`, { headers })).status).toBe(403);
    await api.flushAudit();
    expect(await list({ outcome: 'refused', actor: key.id })).toMatchObject([{ target: { id: 'QueueDashboard' } }]);
  });
});

describe('a failed authentication', () => {
  it('leaves one event per key and address, without the secret, which operators can read', async () => {
    const wrong = 'cty_Wrong1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    for (const key of [wrong, wrong, 'password-of-somebody', 'a.b.c'])
      expect((await api.call('ListImports', { key })).status).toBe(401);
    await api.flushAudit();
    const events = await list({ action: 'login.failed' }, operator.token);
    const found = events.map((event) => [member(event, 'actor', 'id'), member(event, 'details', 'count')]);
    expect(new Map(found.map(([id, count]) => [id, count]))).toEqual(
      new Map<unknown, unknown>([
        ['cty_Wrong1', 2],
        ['unknown', 1],
        ['token', 1],
      ]),
    );
    for (const event of events)
      expect(event).toMatchObject({ outcome: 'failed', actor: { kind: 'anonymous' }, address: '127.0.0.1' });
    expect(JSON.stringify(events)).not.toMatch(/Wrong1A|password/);
    expect(await list({ action: 'login.failed' })).toEqual([]);
  });

  it('stays recorded while the database rejects events', async () => {
    const key = 'cty_Later1';
    await api.call('ListImports', { key });
    await api.database.pool.query(`
      create function break_audit() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
      create trigger break_audit before insert on audit_events for each row execute function break_audit()`);
    await api.flushAudit();
    await api.database.pool.query('drop function break_audit cascade');
    await api.flushAudit();
    expect(await list({ actor: key }, operator.token)).toHaveLength(1);
  });
});

describe('a read by an operator', () => {
  it('of the data of an organisation leaves an event that the organisation sees', async () => {
    const { id, key } = await api.createOrganisation();
    const own = await api.createKey(null, 'operator');
    await api.call('ListConnectors', { key: own.token, organisationId: id });
    await api.call('ListConnectors', { key: own.token, organisationId: id });
    await api.call('ListConnectors', { key, organisationId: id });
    await api.flushAudit();
    const answer = await api.call('ListAuditEvents', { key, organisationId: id, query: { action: 'data.read' } });
    expect(member(answer.json, 'events')).toMatchObject([
      { actor: { id: own.id }, target: { kind: 'operation', id: 'ListConnectors' }, details: { count: 2 } },
    ]);
  });
});

describe('the queue dashboard', () => {
  it('leaves an event for each action', async () => {
    const own = await api.createKey(null, 'operator');
    const headers = { Cookie: await signIn(own.token), Origin: api.baseUrl };
    const address = `${api.baseUrl}${dashboard}api/queues/none/pause`;
    await readResponse(await fetch(address, { method: 'PUT', headers }));
    const query = { action: 'queue.changed', actor: own.id };
    expect(await list(query, operator.token)).toMatchObject([
      { action: 'queue.changed', details: { method: 'PUT', path: '/api/queues/none/pause' } },
    ]);
  });
});
