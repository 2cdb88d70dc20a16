import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const text = '{"openapi":"3.1.0","info":{\n"title":"Pets","version":"1"},\n"paths":{}}\n';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

interface Made {
  readonly importId: string;
  readonly of: { readonly connector_id: string; readonly version: string };
}

type Model = ReturnType<typeof petsModel>;

async function importVersion({
  messages = [],
  into,
  metadata,
}: {
  messages?: Model['messages'];
  into?: string;
  metadata?: object;
} = {}): Promise<Made> {
  const parts = [metadataField({ format: 'openapi', version: '1', ...metadata }), filePart(text, 'pets.json')];
  const [operation, parameters] =
    into === undefined ? ['ImportHTTPConnector', {}] : ['ImportHTTPConnectorVersion', { connector_id: into }];
  const { json } = await api.upload(operation, parts, { parameters });
  const { id, connectorId, version } = Object(json);
  await api.succeed(String(id), petsModel({ messages }));
  return { importId: String(id), of: { connector_id: String(connectorId), version: String(version) } };
}

const messageAt = (code: string, pointers: readonly string[]): Model['messages'][number] => ({
  code,
  text: `[${code}] wrong`,
  severity: 'warning',
  detail: pointers.map((pointer) => `${pointer}: wrong`),
  locations: pointers.map((pointer) => ({ pointer })),
});

const call = async (operation: string, parameters: { readonly [name: string]: string }): Promise<Called> => {
  const { status, json } = await api.call(operation, { parameters });
  return { status, body: Object(json) };
};

interface Called {
  readonly status: number;
  readonly body: { readonly [member: string]: unknown };
}

describe('The document of a version', () => {
  it('is sent as it was uploaded, with excerpts, also once its import has expired', async () => {
    const { importId, of } = await importVersion();
    expect((await call('GetConnectorVersion', of)).body).toMatchObject({ importId });
    await api.database.pool.query('delete from imports where id = $1', [importId]);
    expect((await call('GetConnectorVersion', of)).body).not.toHaveProperty('importId');

    const document = await api.call('GetConnectorVersionDocument', { parameters: of });
    expect(document.bytes.toString()).toBe(text);
    expect(document.headers.get('Content-Disposition')).toBe('attachment; filename=pets.json');
    const parameters = { parameters: of, query: { pointer: '/info/title' } };
    const { json } = await api.call('GetConnectorVersionDocumentExcerpt', parameters);
    expect(json).toMatchObject({ start: { line: 2, column: 1 } });
  });

  it('is gone for a version that was made by hand', async () => {
    const { of } = await importVersion();
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ name: 'by-hand' });
    await api.call('CreateConnectorVersion', { parameters: of, headers, body });
    const byHand = { ...of, version: 'by-hand' };
    expect(await call('GetConnectorVersionDocument', byHand)).toMatchObject({
      status: 410,
      body: { code: 'document_gone' },
    });
    expect(await call('GetConnectorVersionDocumentExcerpt', byHand)).toMatchObject({ status: 410 });
    expect((await call('GetConnectorVersion', byHand)).body).not.toHaveProperty('importId');
  });
});

describe('The messages of an import', () => {
  it('state how many places they had in the import before', async () => {
    const first = await importVersion({ messages: [messageAt('KEPT', ['/a', '/b'])] });
    expect((await call('ListImportMessageGroups', { import_id: first.importId })).body).toMatchObject({
      groups: [expect.not.objectContaining({ before: expect.anything() })],
    });
    const second = await importVersion({
      messages: [messageAt('KEPT', ['/a', '/b', '/c']), messageAt('NEW', ['/d'])],
      into: first.of.connector_id,
      metadata: { version: '2', include: { tags: ['pets'] } },
    });
    expect((await call('ListImportMessageGroups', { import_id: second.importId })).body['groups']).toMatchObject([
      { code: 'KEPT', places: 3, before: 2 },
      { code: 'NEW', places: 1, before: 0 },
    ]);
    expect((await call('GetImport', { import_id: second.importId })).body['metadata']).toEqual({
      include: { tags: ['pets'] },
    });
  });

  it('are limited to those with a place in parts of a kind', async () => {
    const { importId } = await importVersion({
      messages: [
        messageAt('OF_PARAMETER', ['/info', '/paths/~1pets/get/parameters/0']),
        messageAt('OF_RESPONSE', ['/paths/~1pets/get/responses/200/content/json/schema']),
        messageAt('OF_SCHEMA', ['/components/schemas/Pet']),
        messageAt('OF_DOCUMENT', ['/info']),
      ],
    });
    const groupsOf = (kind: string) =>
      api.call('ListImportMessageGroups', { parameters: { import_id: importId }, query: { kind } });
    const codesOf = async (kind: string): Promise<unknown> => {
      const { groups }: { groups: { code: string }[] } = Object((await groupsOf(kind)).json);
      return groups.map(({ code }) => code);
    };
    expect(await codesOf('parameters')).toEqual(['OF_PARAMETER']);
    expect(await codesOf('operations')).toEqual(['OF_PARAMETER', 'OF_RESPONSE']);
    expect(await codesOf('schemas')).toEqual(['OF_RESPONSE', 'OF_SCHEMA']);
    expect(await codesOf('webhooks')).toEqual([]);
    expect((await groupsOf('other')).status).toBe(400);
  });

  it('are counted by operation and component', async () => {
    const pets = ['/paths/~1pets/get/parameters/0', '/paths/~1pets/get/responses/200', '/paths/~1pets/post'];
    const { importId } = await importVersion({ messages: [messageAt('WRONG', pets), messageAt('OTHER', ['/info'])] });
    expect((await call('CountImportMessages', { import_id: importId })).body['counts']).toEqual([
      { pointer: '/paths/~1pets/get', code: 'WRONG', severity: 'warning', places: 2 },
      { pointer: '/paths/~1pets/post', code: 'WRONG', severity: 'warning', places: 1 },
      { pointer: '/info', code: 'OTHER', severity: 'warning', places: 1 },
    ]);
  });
});
