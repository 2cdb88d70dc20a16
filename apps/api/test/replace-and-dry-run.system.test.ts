import { buildSpec, operation } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';
import { createCaller, type TestApi } from './start-test-api.ts';

const before = buildSpec({ paths: { '/pets/{id}': { get: operation({ operationId: 'getPet' }) } } });
const after = buildSpec({ paths: { '/pets/{petId}': { get: operation({ operationId: 'readPet' }) } } });

describeOnQueues('a version that exists, with jobs on $name', (backend) => {
  let stack: Stack;
  let call: TestApi['call'];

  beforeAll(async () => {
    stack = await startStack(backend);
    call = createCaller(stack.baseUrl, { id: stack.organisationId, key: stack.apiKey });
  });
  afterAll(() => stack.stop());

  function upload(document: object, metadata: object, connectorId?: string, prefer = 'wait=50') {
    const body = multipartBody([metadataField({ format: 'openapi', ...metadata }), filePart(JSON.stringify(document))]);
    const headers = { 'Content-Type': multipartType, Prefer: prefer };
    return connectorId === undefined
      ? call('ImportHTTPConnector', { body, headers })
      : call('ImportHTTPConnectorVersion', { body, headers, parameters: { connector_id: connectorId } });
  }

  async function importFirst(): Promise<string> {
    const { status, json } = await upload(before, { version: '1' });
    expect(status).toBe(201);
    return String(Object(json).connector.id);
  }

  it('is replaced with ifExists=replace, keeps its ids, and reports the matching keys', async () => {
    const connectorId = await importFirst();
    const parameters = { connector_id: connectorId, version: '1' };
    const old = await call('GetActions', { parameters });
    const replaced = await upload(after, { version: '1', ifExists: 'replace' }, connectorId);
    expect(replaced.status).toBe(201);
    expect(replaced.json).toMatchObject({
      actions: [{ name: 'readPet', id: Object(old.json).actions[0].id }],
      import: { summary: { matched: { actions: { methodAndPath: 1, added: 0, removed: 0 } } } },
      messages: expect.arrayContaining([expect.objectContaining({ code: 'ACTION_RENAMED' })]),
    });
  });

  it.each([
    ['waits', 'wait=50', 201],
    ['waits for the import alone', 'wait=50, return=minimal', 200],
    ['does not wait', 'respond-async', 202],
  ])('is recognised as unchanged on acceptance, for a client that %s', async (_who, prefer, status) => {
    const connectorId = await importFirst();
    const again = await upload(before, { version: '1', ifExists: 'replace' }, connectorId, prefer);
    expect(again.status).toBe(status);
    const { code: _code, message: _message, ...accepted } = Object(again.json);
    const ended = status === 201 ? accepted.import : accepted;
    expect(ended).toMatchObject({ status: 'succeeded', attempts: 0, summary: { actions: 1, unchanged: true } });
    if (status === 201) expect(again.json).toMatchObject({ actions: [{ name: 'getPet' }] });
    const found = await call('GetImport', { parameters: { import_id: String(ended.id) } });
    expect(found.json).toEqual(ended);
  });

  it('is unchanged after a dry run, which gets 200', async () => {
    const connectorId = await importFirst();
    const dry = await upload(after, { version: '1', ifExists: 'replace', dryRun: true }, connectorId);
    expect(dry.status).toBe(200);
    expect(dry.json).toMatchObject({
      connector: { id: connectorId },
      actions: [],
      import: {
        dryRun: true,
        status: 'succeeded',
        summary: { actions: 1, matched: { actions: { methodAndPath: 1 } } },
      },
    });
    const diff = await call('GetImportDiff', { parameters: { import_id: String(Object(dry.json).import.id) } });
    expect(diff.json).toMatchObject({
      to: { version: '1' },
      summary: { actions: { changed: 1 } },
      entries: expect.arrayContaining([expect.objectContaining({ name: 'readPet', was: 'getPet' })]),
    });
    const parameters = { connector_id: connectorId, version: '1' };
    expect((await call('GetActions', { parameters })).json).toMatchObject({ actions: [{ name: 'getPet' }] });
  });

  it('gives 409 to an import without ifExists=replace', async () => {
    const connectorId = await importFirst();
    const refused = await upload(after, { version: '1' }, connectorId);
    expect([refused.status, Object(refused.json).code]).toEqual([409, 'version_exists']);
  });

  it('is not created by a dry run of a new connector', async () => {
    const dry = await upload(before, { dryRun: true });
    expect(dry.status).toBe(200);
    expect(dry.json).toMatchObject({ connector: { name: 'Pets', versions: [] }, import: { version: '1.0.0' } });
    const none = await call('GetImportDiff', { parameters: { import_id: String(Object(dry.json).import.id) } });
    expect([none.status, Object(none.json).code]).toEqual([404, 'diff_not_found']);
    const parameters = { connector_id: String(Object(dry.json).connector.id) };
    expect((await call('GetConnector', { parameters })).status).toBe(404);
  });
});
