import { randomUUID } from 'node:crypto';
import { apiOperations, type ChangingOperation } from '@connectory/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangeRequest, prepareChanges } from './change-requests.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

/*
 * A walk over the table of operations: every operation that changes something leaves an audit event of its caller, in the transaction of
 * the change. An operation that is added fails here until `prepareChanges` can make a request for it.
 */

let api: TestApi;
let importKey: { readonly token: string; readonly id: string };
let operatorKey: { readonly token: string; readonly id: string };
let prepare: ReturnType<typeof prepareChanges>;

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_WRITES_PER_MINUTE: '0', RATE_LIMIT_READS_PER_MINUTE: '0' });
  importKey = await api.createKey(api.organisationId, 'import');
  operatorKey = await api.createKey(null, 'operator');
  prepare = prepareChanges(api, operatorKey.token);
});
afterAll(() => api.close());

const changing = apiOperations.filter((operation): operation is ChangingOperation => operation.method !== 'get');
const audited = changing.filter(({ audit }) => typeof audit === 'string');

async function requestFor({ operationId }: ChangingOperation): Promise<ChangeRequest> {
  const make = prepare[operationId];
  if (make === undefined) throw new Error(`"prepareChanges" has no request for ${operationId}.`);
  return make();
}

const keyFor = ({ role }: ChangingOperation) => (role === 'operator' ? operatorKey : importKey);

async function send(operation: ChangingOperation, request: ChangeRequest) {
  const requestId = randomUUID();
  const parameters: { [name: string]: string } = { organisation_id: api.organisationId, ...request.parameters };
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => parameters[name] ?? '');
  const response = await fetch(api.baseUrl + path, {
    method: operation.method,
    headers: {
      Authorization: `Bearer ${keyFor(operation).token}`,
      'X-Request-Id': requestId,
      ...(request.type === undefined ? {} : { 'Content-Type': request.type }),
    },
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  await response.arrayBuffer();
  return { requestId, status: response.status };
}

async function eventsOf(requestId: string): Promise<readonly { readonly [column: string]: unknown }[]> {
  const { rows } = await api.database.pool.query('select * from audit_events where request_id = $1 order by id', [
    requestId,
  ]);
  return rows;
}

/** A hash of each table. Tables that each request writes are left out. */
async function hashTables(): Promise<{ readonly [table: string]: string }> {
  const { pool } = api.database;
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_stat_user_tables where schemaname = 'public' and relname <> 'rate_limits' order by 1`,
  );
  const hashes: { [table: string]: string } = {};
  for (const { name } of rows) {
    const row = name === 'api_keys' ? `(to_jsonb(t) - 'last_used_at')::text` : 't::text';
    const { rows: found } = await pool.query<{ hash: string }>(
      `select md5(coalesce(string_agg(${row}, '' order by ${row}), '')) as hash from ${name} t`,
    );
    hashes[name] = found[0]?.hash ?? '';
  }
  return hashes;
}

async function withBrokenAudit(work: () => Promise<void>): Promise<void> {
  const { pool } = api.database;
  await pool.query(`
    create function break_audit() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
    create trigger break_audit before insert on audit_events for each row execute function break_audit()`);
  try {
    await work();
  } finally {
    await pool.query('drop function break_audit cascade');
  }
}

describe('an operation that changes something', () => {
  it('has an audit action, or a reason why it has none', () => {
    expect(changing.length).toBeGreaterThan(15);
    for (const { operationId, audit } of changing)
      expect(typeof audit === 'string' ? audit : audit.exempt, operationId).toMatch(/^[a-z-]+\.[a-z-]+$|\w \w/);
  });

  it.each(audited)('$operationId leaves one event of its caller', async (operation) => {
    const request = await requestFor(operation);
    const { status, requestId } = await send(operation, request);
    expect(status).toBeLessThan(300);
    const events = await eventsOf(requestId);
    const kind = operation.role === 'operator' ? 'operator-key' : 'key';
    expect(events).toEqual([
      expect.objectContaining({
        action: operation.audit,
        actor_kind: kind,
        actor_id: keyFor(operation).id,
        actor_name: 'test',
        target_id: request.changes ?? expect.any(String),
        outcome: 'succeeded',
        address: '127.0.0.1',
      }),
    ]);
    if (operation.role === 'import') expect(events[0]).toMatchObject({ organisation_id: api.organisationId });
  });

  it.each(audited)('$operationId changes nothing when its event cannot be written', async (operation) => {
    const request = await requestFor(operation);
    const before = await hashTables();
    await withBrokenAudit(async () => expect((await send(operation, request)).status).toBe(500));
    expect(await hashTables()).toEqual(before);
  });

  it('leaves no event when it is refused', async () => {
    const operation = audited.find(({ operationId }) => operationId === 'CancelImport');
    if (operation === undefined) throw new Error('no such operation');
    const request = await requestFor(operation);
    await send(operation, request);
    const { status, requestId } = await send(operation, request);
    expect(status).toBe(409);
    expect(await eventsOf(requestId)).toEqual([]);
  });
});

describe('a changed row', () => {
  it.each([
    ['UpdateConnector', 'connectors'],
    ['PublishConnector', 'connector_versions'],
    ['CancelImport', 'imports'],
    ['RevokeApiKey', 'api_keys'],
    ['PauseReimport', 'reimports'],
  ])('has its actor: %s', async (operationId, table) => {
    const operation = audited.find((candidate) => candidate.operationId === operationId);
    if (operation === undefined) throw new Error('no such operation');
    const request = await requestFor(operation);
    await send(operation, request);
    const { rows } = await api.database.pool.query<{ changed_by: string }>(
      `select changed_by from ${table} where id = $1`,
      [request.changes],
    );
    const kind = operation.role === 'operator' ? 'operator-key' : 'key';
    expect(JSON.parse(rows[0]?.changed_by ?? '')).toEqual({ kind, id: keyFor(operation).id, name: 'test' });
  });

  it('that an import has made has the actor who submitted the import', async () => {
    const operation = audited.find(({ operationId }) => operationId === 'ImportHTTPConnector');
    if (operation === undefined) throw new Error('no such operation');
    const { requestId } = await send(operation, await requestFor(operation));
    const [accepted] = await eventsOf(requestId);
    const importId = String(accepted?.['target_id']);
    await api.succeed(importId);
    const events = await eventsOf(requestId);
    expect(events.map(({ action }) => action)).toEqual(['import.accepted', 'connector.created', 'version.created']);
    for (const event of events) expect(event).toMatchObject({ actor_kind: 'key', actor_id: importKey.id });
    const { rows } = await api.database.pool.query<{ changed_by: string }>(
      `select changed_by from connectors where id = $1 union all select changed_by from connector_versions where id = $2`,
      events.slice(1).map((event) => event['target_id']),
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(JSON.parse(row.changed_by)).toMatchObject({ kind: 'key', id: importKey.id });
  });
});
