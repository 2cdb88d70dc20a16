import { createConnector } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

async function newConnector(): Promise<string> {
  const { id } = await createConnector(api.database, {
    organisationId: api.organisationId,
    name: 'Pets',
    baseUrl: 'https://pets.example',
    public: false,
    tags: {},
    authSchemeConfigs: [],
    connectionVariables: [],
  });
  return id;
}

async function submit(connectorId: string): Promise<string> {
  const parts = [filePart('{}'), metadataField({ format: 'openapi', version: '1' })];
  const answer = await api.upload('ImportHTTPConnectorVersion', parts, { parameters: { connector_id: connectorId } });
  expect(answer.status).toBe(202);
  return String(Reflect.get(Object(answer.json), 'id'));
}

const cancel = (id: string) => api.call('CancelImport', { parameters: { import_id: id } });
const retry = (id: string) => api.call('RetryImport', { parameters: { import_id: id } });

describe('cancelling an import', () => {
  it('returns 200 with the import, and its result has the code of a cancellation', async () => {
    const id = await submit(await newConnector());
    const answer = await cancel(id);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ id, status: 'cancelled', stage: 'done' });
    const result = await api.call('GetImportResult', { parameters: { import_id: id } });
    expect(result.status).toBe(400);
    expect(result.json).toMatchObject({ code: 'import_cancelled', messages: [] });
  });

  it('ends requests that wait for it', async () => {
    const id = await submit(await newConnector());
    const waiting = api.call('GetImport', { parameters: { import_id: id }, headers: { Prefer: 'wait=50' } });
    await cancel(id);
    expect((await waiting).json).toMatchObject({ status: 'cancelled' });
  });

  it('gets 409 when it has already ended', async () => {
    const id = await submit(await newConnector());
    await api.succeed(id);
    const answer = await cancel(id);
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({ code: 'import_ended' });
  });
});

describe('retrying an import', () => {
  it('returns 202 with the import queued again, under a new job', async () => {
    const id = await submit(await newConnector());
    await api.fail(id, { code: 'x', message: 'x' });
    const answer = await retry(id);
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({ id, status: 'queued', attempts: 0, links: { self: expect.any(String) } });
    expect(answer.json).not.toHaveProperty('error');
    expect(answer.headers.get('Location')).toBe(Reflect.get(Object(answer.json), 'links').self);
    expect(await api.queue.isAlive('import', `${id}-2`)).toBe(true);
    await api.succeed(id);
  });

  it('gets 409 while the import is under way, and when it succeeded', async () => {
    const id = await submit(await newConnector());
    expect([(await retry(id)).status, (await retry(id)).json]).toMatchObject([409, { code: 'import_not_retryable' }]);
    await api.succeed(id);
    expect((await retry(id)).json).toMatchObject({ code: 'import_not_retryable' });
  });

  it('gets 409 while another import of the version is under way, and when the version exists', async () => {
    const connectorId = await newConnector();
    const id = await submit(connectorId);
    await cancel(id);
    const other = await submit(connectorId);
    expect([(await retry(id)).status, (await retry(id)).json]).toMatchObject([409, { code: 'import_in_progress' }]);
    await api.succeed(other);
    expect([(await retry(id)).status, (await retry(id)).json]).toMatchObject([409, { code: 'version_exists' }]);
  });
});

describe('the document of an import that was not fetched', () => {
  it('is missing, and the answer says whether to wait or to import it again', async () => {
    const accepted = await api.call('ImportHTTPConnector', {
      body: JSON.stringify({ schemaURL: 'https://api.example.com/openapi.json', format: 'openapi' }),
      headers: { 'Content-Type': 'application/json' },
    });
    const id = String(Reflect.get(Object(accepted.json), 'id'));
    const read = async (operationId: string) => (await api.call(operationId, { parameters: { import_id: id } })).json;
    const missing = (advice: string) => ({ code: 'import_not_found', details: expect.stringContaining(advice) });
    expect(await read('GetImportDocument')).toMatchObject(missing('Wait'));
    expect(await read('GetImportDocumentExcerpt')).toMatchObject(missing('Wait'));
    await cancel(id);
    expect(await read('GetImportDocument')).toMatchObject(missing('Import the document again'));
  });
});

describe.each(['CancelImport', 'RetryImport'])('%s', (operationId) => {
  it('gets 404 for an import of another organisation', async () => {
    const id = await submit(await newConnector());
    const other = await api.createOrganisation();
    const answer = await api.call(operationId, {
      parameters: { import_id: id },
      organisationId: other.id,
      key: other.key,
    });
    expect(answer.status).toBe(404);
    expect(answer.json).toMatchObject({ code: 'import_not_found' });
  });

  it('requires a key with the role import', async () => {
    const id = await submit(await newConnector());
    const { token } = await api.createKey(api.organisationId, 'read');
    const answer = await api.call(operationId, { parameters: { import_id: id }, key: token });
    expect(answer.status).toBe(403);
  });
});

describe('retrying the imports that failed with a code', () => {
  const retryFailed = (body: object, options: object = {}) =>
    api.call('RetryFailedImports', {
      ...options,
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
  const exhausted = { code: 'import_attempts_exhausted', message: 'exhausted' };
  const failed = async (connectorId: string, error = exhausted): Promise<string> => {
    const id = await submit(connectorId);
    await api.fail(id, error);
    return id;
  };

  it('queues those again, adds their jobs, counts those that cannot be, and leaves others as they are', async () => {
    const ids = [await failed(await newConnector()), await failed(await newConnector())];
    const obsolete = await newConnector();
    const obstructed = await failed(obsolete);
    const other = await failed(await newConnector(), { code: 'document_not_json', message: 'broken' });
    await api.succeed(await submit(obsolete));
    const answer = await retryFailed({ errorCode: exhausted.code });
    expect([answer.status, answer.json]).toEqual([
      200,
      { retried: 2, skipped: [{ code: 'version_exists', imports: 1 }] },
    ]);
    for (const id of ids) expect(await api.queue.isAlive('import', `${id}-2`)).toBe(true);
    const statusOf = async (id: string) => (await api.call('GetImport', { parameters: { import_id: id } })).json;
    for (const id of ids) expect(await statusOf(id)).toMatchObject({ status: 'queued' });
    for (const id of [obstructed, other]) expect(await statusOf(id)).toMatchObject({ status: 'failed' });
    for (const id of ids) await api.succeed(id);
  });

  it('goes through more imports than one request takes, each once, though some fail again', async () => {
    const { id: organisationId, key } = await api.createOrganisation();
    const { rows } = await api.database.pool.query<{ id: string }>(
      `insert into imports (id, organisation_id, connector_id, creates_connector, status, error, document_sha256)
       select '01RETRY' || lpad(n::text, 19, '0'), $1, '01CONNECTOR' || lpad(n::text, 15, '0'), true, 'failed', $2, null
         from generate_series(1, 150) n returning id`,
      [organisationId, JSON.stringify(exhausted)],
    );
    const ask = (after?: string) => retryFailed({ errorCode: exhausted.code, after }, { organisationId, key });
    const first = await ask();
    expect(first.json).toMatchObject({ retried: 0, skipped: [{ code: 'import_not_found', imports: 100 }] });
    const second = await ask(String(Reflect.get(Object(first.json), 'next')));
    expect([rows.length, second.json]).toEqual([
      150,
      { retried: 0, skipped: [{ code: 'import_not_found', imports: 50 }] },
    ]);
  });

  it('refuses a code that no import fails with, and a cursor of another list', async () => {
    expect((await retryFailed({ errorCode: 'no_such_code' })).json).toMatchObject({ code: 'request_invalid' });
    expect((await retryFailed({ errorCode: exhausted.code, after: 'x' })).status).toBe(400);
  });
});
