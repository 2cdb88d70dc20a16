import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ReadResponse } from './documented-responses.ts';
import { filePart, metadataField, metadataFile, metadataTyped, type RawPart } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const document = '{"openapi":"3.1.0","info":{"title":"Pets","version":"2.0.0"},"paths":{}}';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

function textOf(answer: ReadResponse, name: string): string {
  const value: unknown = Reflect.get(Object(answer.json), name);
  if (typeof value !== 'string') throw new Error(`${name} is no text in ${answer.bytes.toString()}`);
  return value;
}

function partsOf(metadata: unknown): readonly RawPart[] {
  return [filePart(document), metadataField(metadata)];
}

async function createConnector(): Promise<string> {
  const body = JSON.stringify({ name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await api.call('CreateHTTPConnector', { body, headers });
  expect(answer.status).toBe(201);
  return textOf(answer, 'id');
}

function importVersion(
  connectorId: string,
  version: string,
  headers: Record<string, string> = {},
): Promise<ReadResponse> {
  const options = { parameters: { connector_id: connectorId }, headers };
  return api.upload('ImportHTTPConnectorVersion', partsOf({ format: 'openapi', version }), options);
}

function importConnector(metadata: unknown = { format: 'openapi' }, headers: Record<string, string> = {}) {
  return api.upload('ImportHTTPConnector', partsOf(metadata), { headers });
}

async function nextQueued(connectorId: string): Promise<string> {
  const find = async (): Promise<string> => {
    const page = await api.call('ListImports', { query: { status: 'queued', connectorId } });
    return textOf({ ...page, json: Reflect.get(Object(page.json), 'imports')[0] }, 'id');
  };
  return vi.waitFor(find, { timeout: 20_000 });
}

function importFromUrl(body: object, connectorId?: string, headers: { readonly [name: string]: string } = {}) {
  return api.call(connectorId === undefined ? 'ImportHTTPConnector' : 'ImportHTTPConnectorVersion', {
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(connectorId === undefined ? {} : { parameters: { connector_id: connectorId } }),
  });
}

describe('an accepted import (202)', () => {
  it('can be read at its Location immediately', async () => {
    const accepted = await importConnector();
    expect(accepted.status).toBe(202);
    const location = accepted.headers.get('Location') ?? '';
    expect(location).toBe(`${api.baseUrl}/api/connect/v1/o/${api.organisationId}/imports/${textOf(accepted, 'id')}`);
    expect(accepted.headers.get('Operation-Location')).toBe(location);
    expect(accepted.headers.get('Retry-After')).toMatch(/^[1-9]\d*$/);
    expect(accepted.headers.get('Vary')).toMatch(/Prefer/);
    const found = await api.call('GetImport', { parameters: { import_id: textOf(accepted, 'id') } });
    expect(found.json).toMatchObject({
      status: 'queued',
      links: { self: location },
      document: { bytes: document.length },
    });
  });

  it('has a job in the queue', async () => {
    const id = textOf(await importConnector(), 'id');
    expect(await api.queue.isAlive('import', `${id}-1`)).toBe(true);
  });

  it.each([metadataField, metadataTyped, metadataFile])(
    'accepts its metadata in each form of a part (%o)',
    async (metadataPart) => {
      const metadata = metadataPart({ format: 'openapi', version: '7', strict: true });
      for (const parts of [
        [metadata, filePart(document)],
        [filePart(document), metadata],
      ]) {
        const answer = await api.upload('ImportHTTPConnector', parts);
        expect(answer.status).toBe(202);
        expect(answer.json).toMatchObject({ version: '7' });
      }
    },
  );

  it('is returned after the preferred wait when it has not ended', async () => {
    const startedAt = performance.now();
    const answer = await importConnector({ format: 'openapi' }, { Prefer: 'wait=1' });
    expect(answer.status).toBe(202);
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    expect(answer.headers.get('Preference-Applied')).toBe('wait=1');
  });
});

describe('a client that waits for the import', () => {
  it('gets 201 with the complete result as soon as it ends', async () => {
    const connectorId = await createConnector();
    const waiting = importVersion(connectorId, '1.0.0', { Prefer: 'wait=50' });
    await api.succeed(await nextQueued(connectorId));
    const answer = await waiting;
    expect(answer.status).toBe(201);
    expect(answer.headers.get('Preference-Applied')).toBe('wait=50');
    const model = petsModel();
    expect(answer.json).toMatchObject({
      connector: { id: connectorId, versions: [{ name: '1.0.0', publishedAt: null }] },
      actions: model.actions.map(({ name, description }) => ({ name, description })),
      triggers: [{ name: 'petSold' }],
      definitions: [{ name: 'Pet' }, { name: 'Tag' }],
      messages: expect.arrayContaining([expect.objectContaining({ code: 'EXTRA_SERVERS_IGNORED' })]),
    });
  });

  it('gets the same result later', async () => {
    const connectorId = await createConnector();
    const waiting = importVersion(connectorId, '1.0.0', { Prefer: 'wait=50' });
    const importId = await nextQueued(connectorId);
    await api.succeed(importId);
    const [first, later] = [await waiting, await api.call('GetImportResult', { parameters: { import_id: importId } })];
    expect(later.status).toBe(200);
    expect(later.json).toEqual(first.json);
  });
});

describe('a client that waits with return=minimal', () => {
  it('gets 200 with the import alone', async () => {
    const connectorId = await createConnector();
    const waiting = importVersion(connectorId, '1.0.0', { Prefer: 'wait=50, return=minimal' });
    const importId = await nextQueued(connectorId);
    await api.succeed(importId);
    const [answer, later] = [await waiting, await api.call('GetImport', { parameters: { import_id: importId } })];
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Preference-Applied')).toBe('wait=50, return=minimal');
    expect(answer.headers.get('Location')).toMatch(new RegExp(`/imports/${importId}$`));
    expect(answer.json).toMatchObject({ id: importId, status: 'succeeded', version: '1.0.0' });
    expect(answer.json).toEqual(later.json);
  });
});

describe('a client that waits for an import that fails', () => {
  it('gets 400 with the error and the messages, and the same result later', async () => {
    const connectorId = await createConnector();
    const waiting = importVersion(connectorId, '1.0.0', { Prefer: 'wait=50' });
    const importId = await nextQueued(connectorId);
    await api.fail(importId, { code: 'document_not_openapi', message: 'It is a poem.' });
    const expected = { code: 'document_not_openapi', message: 'It is a poem.', messages: [{ code: 'X' }] };
    const answers = [await waiting, await api.call('GetImportResult', { parameters: { import_id: importId } })];
    for (const answer of answers) {
      expect(answer.status).toBe(400);
      expect(answer.json).toMatchObject(expected);
    }
  });
});

describe('an invalid request (400)', () => {
  it.each([
    ['no JSON', '{format', 'metadata_not_json'],
    ['no object', '[]', 'metadata_invalid'],
    ['no format', '{"version":"1"}', 'metadata_invalid'],
    ['another format', '{"format":"wsdl","version":"1"}', 'metadata_invalid'],
    ['no version', '{"format":"openapi"}', 'metadata_invalid'],
    ['a reserved version', '{"format":"openapi","version":"latest"}', 'version_reserved'],
    ['a version that is no text', '{"format":"openapi","version":1}', 'metadata_invalid'],
    ['an unknown option', '{"format":"openapi","version":"1","colour":"red"}', 'metadata_invalid'],
  ])('with %s in its metadata stores nothing', async (_what, text, code) => {
    const connectorId = await createConnector();
    const metadata = { headers: 'Content-Disposition: form-data; name="metadata"', body: text };
    const parts = [filePart(document), metadata];
    const options = { parameters: { connector_id: connectorId } };
    const answer = await api.upload('ImportHTTPConnectorVersion', parts, options);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code });
    const imports = await api.call('ListImports', { query: { connectorId } });
    expect(imports.json).toMatchObject({ totalCount: 0 });
  });

  it('names each invalid field', async () => {
    const answer = await importConnector({ format: 'wsdl', strict: 1 });
    const fields = [{ field: 'metadata.format' }, { field: 'metadata.strict' }];
    expect(answer.json).toMatchObject({ code: 'metadata_invalid', fields });
  });

  it.each([
    ['file:///etc/passwd', 'schema_url_refused'],
    ['http://127.0.0.1/', 'schema_url_refused'],
    ['https://user:secret@pets.example/openapi.json', 'schema_url_refused'],
    [7, 'request_invalid'],
    [undefined, 'request_invalid'],
  ])('with the schemaURL %j is rejected at once and stores nothing', async (schemaURL, code) => {
    const connectorId = await createConnector();
    const answer = await importFromUrl({ schemaURL, format: 'openapi', version: '1' }, connectorId);
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code, fields: [{ field: 'schemaURL' }] });
    expect(answer.bytes.toString()).not.toContain('secret');
    const imports = await api.call('ListImports', { query: { connectorId } });
    expect(imports.json).toMatchObject({ totalCount: 0 });
  });
});

describe('a schemaURL', () => {
  const schemaURL = 'https://pets.example/openapi.json';

  it('is accepted with 202 without being fetched: the import has no document yet', async () => {
    const answer = await importFromUrl({ schemaURL, filetype: 'json', format: 'openapi' });
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({ status: 'queued', schemaURL });
    expect(answer.json).not.toHaveProperty('document');
    const parameters = { import_id: textOf(answer, 'id') };
    expect((await api.call('GetImportDocument', { parameters })).status).toBe(404);
  });

  it('that is sent again under the same key gives the same import, and another URL is another request', async () => {
    const headers = { 'Idempotency-Key': 'url-1' };
    const body = { schemaURL, format: 'openapi' };
    const first = await importFromUrl(body, undefined, headers);
    expect(textOf(await importFromUrl(body, undefined, headers), 'id')).toBe(textOf(first, 'id'));
    const other = await importFromUrl({ ...body, schemaURL: `${schemaURL}?v=2` }, undefined, headers);
    expect(other.status).toBe(422);
  });
});

describe('a connector of another organisation', () => {
  it('is reported as missing (404)', async () => {
    const other = await api.createOrganisation();
    const foreign = await api.upload('ImportHTTPConnectorVersion', partsOf({ format: 'openapi', version: '1' }), {
      organisationId: other.id,
      key: other.key,
      parameters: { connector_id: await createConnector() },
    });
    const unknown = await importVersion('01ARZ3NDEKTSV4RRFFQ69G5FAV', '1');
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const [a, b] = [foreign, unknown].map(({ json }) => JSON.stringify(json).replaceAll(/[0-7][0-9A-Z]{25}/g, 'ID'));
    expect(a).toBe(b);
  });
});

describe('a version of an import', () => {
  it('that exists gets 409', async () => {
    const connectorId = await createConnector();
    await api.succeed(textOf(await importVersion(connectorId, '1.0.0'), 'id'));
    const again = await importVersion(connectorId, '1.0.0');
    expect(again.status).toBe(409);
    expect(again.json).toMatchObject({ code: 'version_exists' });
  });

  it('is imported once by two concurrent requests', async () => {
    const connectorId = await createConnector();
    const answers = await Promise.all([importVersion(connectorId, '1'), importVersion(connectorId, '1')]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202, 409]));
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.json).toMatchObject({ code: 'import_in_progress' });
  });

  it('can be imported again after its import failed', async () => {
    const connectorId = await createConnector();
    await api.fail(textOf(await importVersion(connectorId, '1'), 'id'), {
      code: 'document_not_openapi',
      message: 'No.',
    });
    expect((await importVersion(connectorId, '1')).status).toBe(202);
  });

  it('has no result (409) before its import has ended', async () => {
    const id = textOf(await importConnector(), 'id');
    const answer = await api.call('GetImportResult', { parameters: { import_id: id } });
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({ code: 'import_not_finished' });
  });
});

describe('a request body', () => {
  it.each(['text/plain', 'application/yaml'])('of type %s gets 415', async (type) => {
    const answer = await api.call('ImportHTTPConnector', { body: document, headers: { 'Content-Type': type } });
    expect(answer.status).toBe(415);
    expect(answer.json).toMatchObject({ code: 'media_type_unsupported' });
  });
});

describe('an import', () => {
  it('is not sent again (304) while it has not changed', async () => {
    const id = textOf(await importConnector(), 'id');
    const parameters = { import_id: id };
    const etag = (await api.call('GetImport', { parameters })).headers.get('ETag') ?? '';
    const headers = { 'If-None-Match': etag };
    expect((await api.call('GetImport', { parameters, headers })).status).toBe(304);
    await api.succeed(id);
    const changed = await api.call('GetImport', { parameters, headers });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('Retry-After')).toBeNull();
    expect(changed.json).toMatchObject({ status: 'succeeded', summary: { actions: 3 }, coverage: { operations: {} } });
  });

  it('is returned when it ends to a client that prefers to wait', async () => {
    const id = textOf(await importConnector(), 'id');
    const waiting = api.call('GetImport', { parameters: { import_id: id }, headers: { Prefer: 'wait=50' } });
    await api.succeed(id);
    expect((await waiting).json).toMatchObject({ status: 'succeeded' });
  });

  it('returns the uploaded bytes with their file name and media type', async () => {
    const bytes = gzipSync(document);
    const parts = [filePart(bytes, 'Übersicht.json.gz', 'application/gzip'), metadataField({ format: 'openapi' })];
    const parameters = { import_id: textOf(await api.upload('ImportHTTPConnector', parts), 'id') };
    const answer = await api.call('GetImportDocument', { parameters });
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect(answer.headers.get('Content-Type')).toBe('application/gzip');
    const headers = { 'If-None-Match': answer.headers.get('ETag') ?? '' };
    expect((await api.call('GetImportDocument', { parameters, headers })).status).toBe(304);
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment;.*%C3%9Cbersicht\.json\.gz/);
  });

  it('is listed by pages, newest first, filtered by status and connector', async () => {
    const connectorId = await createConnector();
    const ids: string[] = [];
    for (const version of ['1', '2', '3']) ids.unshift(textOf(await importVersion(connectorId, version), 'id'));
    const first = await api.call('ListImports', { query: { connectorId, first: '2' } });
    expect(first.json).toMatchObject({ totalCount: 3, imports: [{ id: ids[0] }, { id: ids[1] }] });
    const after = textOf(first, 'next');
    const second = await api.call('ListImports', { query: { connectorId, first: '2', after } });
    expect(second.json).toMatchObject({ imports: [{ id: ids[2] }] });
    expect(second.json).not.toHaveProperty('next');
    const before = textOf(second, 'prev');
    expect((await api.call('ListImports', { query: { connectorId, first: '2', before } })).json).toMatchObject({
      imports: [{ id: ids[0] }, { id: ids[1] }],
    });
  });

  it('is listed by any of several statuses, with the name of its connector and its page in the console', async () => {
    const connectorId = await createConnector();
    const { json } = await importVersion(connectorId, '9');
    const id = String(Reflect.get(Object(json), 'id'));
    const page = await api.call('ListImports', { query: `connectorId=${connectorId}&status=failed&status=queued` });
    expect(page.json).toMatchObject({
      totalCount: 1,
      imports: [
        {
          connectorName: expect.any(String),
          links: { console: expect.stringMatching(`/console/imports/${id}\\?organisation=${api.organisationId}$`) },
        },
      ],
    });
    const others = await api.call('ListImports', {
      query: `connectorId=${connectorId}&status=failed&status=succeeded`,
    });
    expect(others.json).toMatchObject({ totalCount: 0 });
  });

  it('is listed by the status of its notification, if it has one', async () => {
    expect((await api.call('RotateCallbackSecret')).status).toBe(201);
    const metadata = { format: 'openapi', version: '1', callbackUrl: 'https://receiver.example/ended' };
    const { json } = await api.upload('ImportHTTPConnector', [filePart('{}'), metadataField(metadata)]);
    const count = async (query: string): Promise<unknown> =>
      Reflect.get(Object((await api.call('ListImports', { query })).json), 'totalCount');
    expect(await count('notification=waiting')).toBe(1);
    expect(await count('notification=waiting&status=queued')).toBe(1);
    expect(await count('notification=waiting&status=succeeded')).toBe(0);
    expect(await count('notification=pending&notification=delivered&notification=given_up')).toBe(0);
    await api.succeed(String(Reflect.get(Object(json), 'id')));
    expect(await count('notification=pending&notification=waiting')).toBe(1);
    expect(await count('notification=waiting')).toBe(0);
    expect((await api.call('ListImports', { query: 'notification=lost' })).status).toBe(400);
  });

  it.each(['status=done', 'status=queued&status=done', 'first=0', 'first=1.5', 'first=1001', 'after=x'])(
    'is not listed by %s',
    async (query) => {
      const { status, json } = await api.call('ListImports', { query });
      expect({ status, json }).toMatchObject({ status: 400, json: { code: expect.stringMatching(/_invalid$/) } });
    },
  );
});
