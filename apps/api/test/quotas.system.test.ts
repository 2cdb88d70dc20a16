import { connect, type Socket } from 'node:net';
import { waitFor } from '@connectory/harness';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let operator: string;
let owner: { id: string; key: string };

beforeAll(async () => {
  api = await startTestApi({
    ORGANISATION_WAITING_IMPORTS: '3',
    ORGANISATION_CONNECTORS: '5',
    ORGANISATION_STORED_BYTES: '1000000',
    ORGANISATION_UPLOADS: '2',
    ORGANISATION_EVENT_STREAMS: '2',
  });
  operator = (await api.createKey(null, 'operator')).token;
});
afterAll(() => api.close());
beforeEach(async () => {
  owner = await api.createOrganisation();
});

const spec = (title = 'Pets', filler = ''): string =>
  JSON.stringify({ openapi: '3.1.0', info: { title, version: '1', description: filler }, paths: {} });

const as = (of: { id: string; key: string }) => ({ organisationId: of.id, key: of.key });
const upload = (document = spec(), of = owner) =>
  api.upload('ImportHTTPConnector', [filePart(document), metadataField({ format: 'openapi' })], as(of));
const idOf = (json: unknown): string => String(Reflect.get(Object(json), 'id'));

const setQuotas = (send: object, organisationId = owner.id) =>
  api.call('SetOrganisationQuotas', {
    key: operator,
    parameters: { organisation_id: organisationId },
    body: JSON.stringify(send),
    headers: { 'Content-Type': 'application/json' },
  });

describe('waiting imports', () => {
  it('beyond the quota get 429 with what is used, what is allowed, the position and when to retry', async () => {
    for (let index = 0; index < 3; index += 1) expect((await upload()).status).toBe(202);
    const { status, json, headers } = await upload();
    expect({ status, json }).toMatchObject({
      status: 429,
      json: { code: 'quota_exceeded', quota: { name: 'waitingImports', used: 3, allowed: 3, position: 4 } },
    });
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    expect((await upload(spec(), await api.createOrganisation())).status).toBe(202);
  });

  it('are limited for retries too, and an ended import makes room', async () => {
    const [first, ...others] = [await upload(), await upload(), await upload()];
    const importId = idOf(first?.json);
    await api.fail(importId, { code: 'x', message: 'x' });
    expect((await upload()).status).toBe(202);
    const retry = () => api.call('RetryImport', { ...as(owner), parameters: { import_id: importId } });
    expect((await retry()).json).toMatchObject({ code: 'quota_exceeded' });
    await api.succeed(idOf(others[0]?.json));
    expect((await retry()).status).toBe(202);
  });

  it('of several requests at once are never more than the quota', async () => {
    const responses = await Promise.all(Array.from({ length: 12 }, () => upload()));
    const accepted = responses.filter(({ status }) => status === 202);
    expect(accepted.length).toBeLessThanOrEqual(3);
    expect((await upload()).status).toBe(accepted.length === 3 ? 429 : 202);
  });
});

describe('connectors and stored bytes', () => {
  it('made by hand beyond the quota get 429', async () => {
    const body = JSON.stringify({ name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] });
    const headers = { 'Content-Type': 'application/json' };
    const create = () => api.call('CreateHTTPConnector', { ...as(owner), body, headers });
    for (let index = 0; index < 5; index += 1) expect((await create()).status).toBe(201);
    const { status, json } = await create();
    expect({ status, json }).toMatchObject({
      status: 429,
      json: { quota: { name: 'connectors', used: 5, allowed: 5 } },
    });
    expect((await upload()).json).toMatchObject({ quota: { name: 'connectors', used: 5, allowed: 5 } });
  });

  it('beyond the quota get 429 until documents are removed', async () => {
    await setQuotas({ storedBytes: 60_000 });
    expect((await upload(spec('A', 'x'.repeat(50_000)))).status).toBe(202);
    await waitFor(
      async () =>
        (await api.database.pool.query('select from organisation_usage where organisation_id = $1', [owner.id]))
          .rowCount === 1,
      { describe: 'the usage is measured' },
    );
    const refused = await upload(spec('B', 'y'.repeat(50_000)));
    expect({ status: refused.status, json: refused.json }).toMatchObject({
      status: 429,
      json: { quota: { name: 'storedBytes', allowed: 60_000 } },
    });
    expect((await upload(spec('small'))).status).toBe(202);
  });
});

describe('event streams', () => {
  it('beyond the quota get 429, and a closed one makes room', async () => {
    const importId = idOf((await upload()).json);
    const open = async () => {
      const stop = new AbortController();
      const url = `${api.baseUrl}/api/connect/v1/o/${owner.id}/imports/${importId}/events`;
      const headers = { Authorization: `Bearer ${owner.key}` };
      const response = await fetch(url, { headers, signal: stop.signal });
      return { status: response.status, stop };
    };
    const [first, second] = [await open(), await open()];
    const refused = await open();
    expect([first.status, second.status, refused.status]).toEqual([200, 200, 429]);
    first.stop.abort();
    const next = await waitFor(
      async () => {
        const opened = await open();
        return opened.status === 200 && opened;
      },
      { describe: 'there is room for another stream' },
    );
    for (const { stop } of [second, next]) stop.abort();
  });
});

describe('uploads at a time', () => {
  /** Sends all of an upload but its end. */
  const begin = async (): Promise<Socket> => {
    const { port } = new URL(api.baseUrl);
    const body = multipartBody([filePart(spec()), metadataField({ format: 'openapi' })]);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      [
        `POST /api/connect/v1/o/${owner.id}/protocols/http/import HTTP/1.1`,
        'Host: localhost',
        `Authorization: Bearer ${owner.key}`,
        `Content-Type: ${multipartType}`,
        `Content-Length: ${body.length}`,
        '\r\n',
      ].join('\r\n'),
    );
    socket.write(body.subarray(0, body.length - 10));
    return socket;
  };
  const usedUploads = async (): Promise<number> => {
    const { json } = await api.call('GetLimits', { key: owner.key });
    return Number(Object(json).quotas.uploads.used);
  };

  it('beyond the quota get 429 before their body is read, and those of others are accepted', async () => {
    const sockets = [await begin(), await begin()];
    try {
      await waitFor(async () => (await usedUploads()) === 2, { describe: 'two uploads are under way' });
      expect((await upload()).json).toMatchObject({ quota: { name: 'uploads', used: 2, allowed: 2 } });
      expect((await upload(spec(), await api.createOrganisation())).status).toBe(202);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    await waitFor(async () => (await usedUploads()) === 0, { describe: 'aborted uploads no longer count' });
    expect((await upload()).status).toBe(202);
  });
});

describe('the quotas of an organisation', () => {
  it('are listed with what is used, in the limits too, but not for operators', async () => {
    await upload();
    const { json } = await api.call('GetLimits', { key: owner.key });
    expect(json).toMatchObject({
      quotas: {
        importWeight: { value: 1, setting: '', isOwn: false },
        waitingImports: { value: 3, used: 1, setting: 'ORGANISATION_WAITING_IMPORTS', isOwn: false },
        runningImports: { value: 4, used: 0 },
        connectors: { value: 5, used: 0 },
        uploads: { value: 2, used: 0 },
        diffs: { value: 8, used: 0 },
        eventStreams: { value: 2, used: 0 },
      },
    });
    const parameters = { organisation_id: owner.id };
    expect((await api.call('GetOrganisationQuotas', { key: operator, parameters })).json).toEqual(Object(json).quotas);
    expect(Object((await api.call('GetLimits', { key: operator })).json)).not.toHaveProperty('quotas');
  });

  it('can be set by operators, and members that are absent are those of the settings again', async () => {
    expect((await setQuotas({ waitingImports: 1, importWeight: 3 })).json).toMatchObject({
      importWeight: { value: 3, isOwn: true },
      waitingImports: { value: 1, isOwn: true },
      connectors: { value: 5, isOwn: false },
    });
    await upload();
    expect((await upload()).status).toBe(429);
    expect((await setQuotas({})).json).toMatchObject({ waitingImports: { value: 3, isOwn: false } });
    expect((await upload()).status).toBe(202);
  });

  it.each([[{ importWeight: 0 }], [{ uploads: -1 }], [{ diffs: 1.5 }], [{ unknown: 1 }], [[]]])(
    'are not set from %o',
    async (send) => {
      const { status, json } = await setQuotas(send);
      expect({ status, json }).toMatchObject({ status: 400, json: { code: 'request_invalid' } });
    },
  );

  it('of an unknown organisation get 404', async () => {
    expect((await setQuotas({}, '01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(404);
  });
});
