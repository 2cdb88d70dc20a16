import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let importId: string;
let ofVersion: { readonly connector_id: string; readonly version: string };

const version = '1.0.0';
const actions = 40;

/** A document of 3 MB that compresses badly, so that it is stored in many pieces. */
const document = Buffer.from(
  JSON.stringify(Array.from({ length: 150_000 }, (_, at) => Math.imul(at + 1, 0x9e_37_79_b1) >>> 0)),
);

function largeModel() {
  const [action] = petsModel().actions;
  if (action === undefined) throw new Error('no action');
  const description = 'x'.repeat(1024 * 1024);
  return petsModel({
    actions: Array.from({ length: actions }, (_, at) => ({ ...action, name: `action${at}`, description })),
  });
}

beforeAll(async () => {
  api = await startTestApi();
  const parts = [filePart(document), metadataField({ format: 'openapi', version })];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  importId = String(Reflect.get(Object(json), 'id'));
  ofVersion = { connector_id: String(Reflect.get(Object(json), 'connectorId')), version };
  await api.succeed(importId, largeModel());
}, 60_000);
afterAll(() => api.close());

function member(value: unknown, name: string): unknown {
  return Reflect.get(Object(value), name);
}

describe('pages', { timeout: 60_000 }, () => {
  const readPages = async (direction: 'after' | 'before', start: string | undefined): Promise<unknown[]> => {
    const pages: unknown[] = [];
    for (let cursor = start; pages.length === 0 || cursor !== undefined; ) {
      const query = { first: '1000', ...(cursor === undefined ? {} : { [direction]: cursor }) };
      const { json, bytes } = await api.call('GetActions', { parameters: ofVersion, query });
      expect(bytes.length).toBeLessThan(10 * 1024 * 1024);
      pages.push(json);
      const next = member(json, direction === 'after' ? 'next' : 'prev');
      cursor = typeof next === 'string' ? next : undefined;
    }
    return pages;
  };
  const namesOf = (pages: readonly unknown[]): unknown[] =>
    pages.flatMap((page) => [member(page, 'actions')].flat().map((action) => member(action, 'name')));
  const names = Array.from({ length: actions }, (_, at) => `action${at}`);

  it('end after some megabytes, and their cursors lead to all items', async () => {
    const pages = await readPages('after', undefined);
    expect(pages.length).toBeGreaterThan(4);
    expect(namesOf(pages)).toEqual(names);
    expect(pages.map((page) => member(page, 'totalCount'))).toEqual(pages.map(() => actions));
  });

  it('do so backwards too', async () => {
    const last = (await readPages('after', undefined)).at(-1);
    const before = await readPages('before', String(member(last, 'prev')));
    expect(namesOf([...before.toReversed(), last])).toEqual(names);
  });
});

describe('the document of an import', () => {
  const address = (): string => `${api.baseUrl}/api/connect/v1/o/${api.organisationId}/imports/${importId}/document`;
  const send = async (method: string, headers: Record<string, string> = {}): Promise<Response> => {
    const { token } = await api.createKey(api.organisationId, 'read');
    return fetch(address(), { method, headers: { Authorization: `Bearer ${token}`, ...headers } });
  };

  it('is sent piece by piece as it was uploaded', async () => {
    const response = await send('GET');
    expect(Buffer.from(await response.arrayBuffer()).equals(document)).toBe(true);
  });

  it('is not read for HEAD, and for a client that has it', async () => {
    const etag = (await send('HEAD')).headers.get('ETag') ?? '';
    // Reading the content would fail.
    await api.database.sql.$executeRaw`update documents set content = ${Buffer.from('broken')}`;
    const head = await send('HEAD');
    expect([head.status, head.headers.get('ETag')]).toEqual([200, etag]);
    expect((await send('GET', { 'If-None-Match': etag })).status).toBe(304);
    expect((await send('HEAD', { 'If-None-Match': etag })).status).toBe(304);
  });
});
