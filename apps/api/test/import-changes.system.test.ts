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
