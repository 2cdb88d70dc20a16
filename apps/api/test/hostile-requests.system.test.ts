import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { countTurns } from './count-turns.ts';
import { filePart, metadataField } from './multipart.ts';
import { readResponse, startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let key: string;
let operatorKey: string;

beforeAll(async () => {
  api = await startTestApi();
  key = (await api.createKey(api.organisationId, 'import')).token;
  operatorKey = (await api.createKey(null, 'operator')).token;
});
afterAll(() => api.close());

const json = { 'Content-Type': 'application/json' };
const connector = { name: 'A', baseUrl: 'https://a.example', authSchemeConfigs: [] };

const partialScheme = { schemeType: 'oauth2' };

const fieldsOf = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, 1]));

/** JSON text that JSON.stringify does not produce. */
const oddTexts: readonly (readonly [string, string])[] = [
  ['U+0000 in a value', JSON.stringify({ ...connector, name: 'a\0b' })],
  ['U+0000 in a deep value', JSON.stringify({ ...connector, tags: { a: 'x\0' } })],
  ['U+0000 in the name of a field', JSON.stringify({ ...connector, tags: { 'a\0': 'x' } })],
  ['a lone surrogate', `{"name":"\\ud800","baseUrl":"https://a.example","authSchemeConfigs":[]}`],
  ['a lone surrogate in the name of a field', `{"name":"a","tags":{"\\udc00":"x"}}`],
  ['a number out of range', `{"name":"a","tags":{"a":1e999}}`],
  ['a value nested 100,000 levels deep', `{"tags":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['a value nested 30,000 levels deep', `{"tags":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
  ['objects nested 50,000 levels deep', `{"tags":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`],
  ['no object', '[]'],
  ['null', 'null'],
  ['a byte order mark only', '\uFEFF'],
];

describe('a JSON body', () => {
  it.each(oddTexts)('with %s is rejected with a code', async (_what, body) => {
    for (const operationId of ['CreateHTTPConnector', 'ImportHTTPConnector'] as const) {
      const { status, json: sent } = await api.call(operationId, { key, body, headers: json });
      expect({ operationId, status }).toEqual({ operationId, status: 400 });
      expect(['request_invalid', 'body_not_json']).toContain(Object(sent).code);
    }
    const { status } = await api.call('CreateOrganisation', { key: operatorKey, body, headers: json });
    expect(status).toBe(400);
  });

  it('is stored with the longest texts that are allowed, however many bytes they have: no index refuses them', async () => {
    // An index holds 2,704 bytes of a row, and compresses what repeats.
    const wide = (length: number): string =>
      Array.from({ length }, (_, at) => String.fromCodePoint(0x2_00_00 + ((at * 7_919) % 42_000))).join('');
    const body = { ...connector, name: wide(250), baseUrl: wide(1_000) };
    const { status, json: made } = await api.call('CreateHTTPConnector', {
      key,
      body: JSON.stringify(body),
      headers: json,
    });
    expect(made).toMatchObject({ name: body.name, baseUrl: body.baseUrl });
    expect(status).toBe(201);
  });

  it('is never parsed in larger pieces than 64 KB, because other requests wait meanwhile', async () => {
    const connectionVariables = Array.from({ length: 15_000 }, (_, at) => ({ name: `name${at}`, value: `v${at}` }));
    const body = JSON.stringify({ ...connector, connectionVariables });
    const parse = vi.spyOn(JSON, 'parse');
    const response = await fetch(`${api.baseUrl}/api/connect/v1/o/${api.organisationId}/protocols/http/connectors`, {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${key}` },
      body,
    });
    const lengths = parse.mock.calls.map(([text]) => text.length);
    parse.mockRestore();
    expect(Object(await response.json()).connectionVariables).toEqual(connectionVariables);
    expect(response.status).toBe(201);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(64 * 1024 + 2);
  });

  it.each([
    ['CreateHTTPConnector', 'list of objects', { connectionVariables: Array.from({ length: 300_000 }, () => ({})) }],
    [
      'CreateHTTPConnector',
      'list of a union',
      { authSchemeConfigs: Array.from({ length: 30_000 }, () => partialScheme) },
    ],
    [
      'CreateHTTPConnector',
      'list of unknown things',
      { authSchemeConfigs: Array.from({ length: 300_000 }, () => ({})) },
    ],
    ['CreateReimport', 'list of texts', { selector: { connectorIds: Array.from({ length: 30_000 }, () => 'x') } }],
    [
      'CreateReimport',
      'list that is too long',
      { selector: { connectorIds: Array.from({ length: 200_000 }, () => 1) } },
    ],
    ['CreateReimport', 'many unknown fields', fieldsOf(19_000)],
    ['CreateHTTPConnector', 'too many fields', { tags: fieldsOf(60_000) }],
  ])('of a megabyte that is wrong is refused in short, in pieces: %s, %s', async (operationId, _what, wrong) => {
    const body = JSON.stringify({ ...connector, ...wrong });
    expect(body.length).toBeLessThan(1_048_576);
    const { count, stop } = countTurns();
    const { status, bytes } = await api.call(operationId, { key: operatorKey, body, headers: json });
    stop();
    expect(status).toBe(400);
    expect(bytes.length).toBeLessThan(32 * 1024);
    // Members are visited 64 KB at a time, with a turn in between.
    expect(count()).toBeGreaterThan(body.length / (128 * 1024));
  });

  // A name is one token, which no parser divides: how many turns pass depends on the socket alone.
  it('with an unknown field whose name has a megabyte is refused in short', async () => {
    const body = JSON.stringify({ ...connector, ['k'.repeat(1_000_000)]: 1 });
    const { status, bytes } = await api.call('CreateOrganisation', { key: operatorKey, body, headers: json });
    expect(status).toBe(400);
    expect(bytes.length).toBeLessThan(32 * 1024);
  });

  it('in another encoding than UTF-8 is rejected', async () => {
    const headers = { 'Content-Type': 'application/json; charset=utf-16' };
    const body = Buffer.from('{}', 'utf16le');
    const { status, json: sent } = await api.call('CreateHTTPConnector', { key, body, headers });
    expect({ status, code: Object(sent).code }).toEqual({ status: 415, code: 'media_type_unsupported' });
  });

  it('that is not UTF-8 is rejected', async () => {
    const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]);
    const { status, json: sent } = await api.call('CreateHTTPConnector', { key, body, headers: json });
    expect({ status, code: Object(sent).code }).toEqual({ status: 400, code: 'body_not_json' });
  });

  it('in an unknown encoding is rejected as an unsupported media type', async () => {
    const headers = { ...json, 'Content-Encoding': 'compress' };
    const { status, json: sent } = await api.call('CreateHTTPConnector', { key, body: '{}', headers });
    expect({ status, code: Object(sent).code }).toEqual({ status: 415, code: 'media_type_unsupported' });
  });
});

describe('an upload', () => {
  it.each(oddTexts.filter(([, text]) => text.length < 64 * 1024))(
    'whose metadata has %s is rejected',
    async (_what, text) => {
      const metadata = { headers: 'Content-Disposition: form-data; name="metadata"', body: text };
      const { status, json: sent } = await api.upload('ImportHTTPConnector', [filePart('{}'), metadata], { key });
      expect(status).toBe(400);
      expect(Object(sent).code).toMatch(/^metadata_/);
    },
  );

  it('whose file name contains U+0000 is rejected', async () => {
    const raw = `--x\r\nContent-Disposition: form-data; name="file"; filename*=utf-8''a%00b.json\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{"format":"openapi"}\r\n--x--\r\n`;
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    const { status, json: sent } = await api.call('ImportHTTPConnector', { key, body: raw, headers });
    expect({ status, code: Object(sent).code }).toEqual({ status: 400, code: 'multipart_invalid' });
  });

  it('with a media type that is no header value is served again as bytes', async () => {
    const raw = Buffer.from(
      `--x\r\nContent-Disposition: form-data; name="file"; filename="a.json"\r\nContent-Type: text/plain; x="\u2603"\r\n\r\n{}\r\n--x\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n{"format":"openapi"}\r\n--x--\r\n`,
    );
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    const { status, json: sent } = await api.call('ImportHTTPConnector', { key, body: raw, headers });
    expect(status).toBe(202);
    const document = await api.call('GetImportDocument', { key, parameters: { import_id: String(Object(sent).id) } });
    expect(document.status).toBe(200);
  });
});

describe('a URL', () => {
  it.each(['%00', 'a%00b', '%E0%A4%A', '%ED%A0%80', '%C0%80', '%', '%FF'])(
    'with %s in its path is rejected with a code, for every path parameter',
    async (odd) => {
      const root = `/api/connect/v1/o/${api.organisationId}`;
      const paths = [
        `/api/connect/v1/o/${odd}/connectors`,
        `${root}/connectors/${odd}`,
        `${root}/connectors/x/versions/${odd}`,
        `${root}/connectors/x/versions/1/actions/${odd}`,
        `${root}/imports/${odd}`,
      ];
      for (const path of paths) {
        const answer = await readResponse(
          await fetch(api.baseUrl + path, { headers: { Authorization: `Bearer ${key}` } }),
        );
        expect([400, 404], path).toContain(answer.status);
        expect(typeof Object(answer.json).code, path).toBe('string');
      }
    },
  );

  it.each(['name', 'after', 'before', 'first', 'sort', 'unknown'])(
    'with U+0000 in its query is rejected: %s',
    async (name) => {
      const { status, json: sent } = await api.call('ListConnectors', { key, query: { [name]: 'a\0b' } });
      expect({ status, code: Object(sent).code }).toEqual({ status: 400, code: 'request_invalid' });
    },
  );

  it.each(['0', '-1', '1e2', '0x10', '1.5', '99999999999999999999', 'NaN', 'Infinity', ' 1'])(
    'with the page size %s is rejected',
    async (first) => {
      expect((await api.call('ListConnectors', { key, query: { first } })).status).toBe(400);
    },
  );
});

/** Sends bytes as they are. @returns the status and the code of the response */
async function sendRaw(text: string): Promise<{ status: number; code: unknown }> {
  const { hostname, port } = new URL(api.baseUrl);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.write(text);
  await closed;
  const [head = '', body = ''] = received.split('\r\n\r\n');
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), code: Object(JSON.parse(body)).code };
}

describe('a request that no route sees', () => {
  it('has a code when its token has a megabyte', async () => {
    const text = `GET /api/connect/v1/limits HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'a'.repeat(1_048_576)}\r\n\r\n`;
    expect(await sendRaw(text)).toEqual({ status: 431, code: 'headers_too_large' });
  });

  it.each([
    ['a NUL in its path', 'GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a NUL in a header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n'],
    ['two lengths', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['no HTTP', 'hello\r\n\r\n'],
    ['no Host', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['two Hosts', 'GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
    ['the method CONNECT', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('has a code when it has %s', async (_what, text) => {
    expect(await sendRaw(text)).toEqual({ status: 400, code: 'request_malformed' });
  });

  it.each([
    ['an unknown expectation', 'GET /x HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n'],
    ['HTTP/1.0 without a Host', 'GET /x HTTP/1.0\r\n\r\n'],
    ['an upgrade', 'GET /x HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n'],
    ['the target *', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ])('reaches the routes when it has %s', async (_what, text) => {
    expect((await sendRaw(text)).code).toBe('not_found');
  });
});

describe('caching', () => {
  it('of data is forbidden, except of responses with a validator, which only the client may keep', async () => {
    const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
    const { json: sent } = await api.upload('ImportHTTPConnector', parts, { key });
    const cacheOf = async (operationId: string, parameters = {}) =>
      (await api.call(operationId, { key, parameters })).headers.get('Cache-Control');
    expect(await cacheOf('ListConnectors')).toBe('no-store');
    expect(await cacheOf('GetLimits')).toBe('no-store');
    expect(await cacheOf('GetConnector', { connector_id: 'missing' })).toBe('no-store');
    const parameters = { import_id: String(Object(sent).id) };
    for (const operationId of ['GetImport', 'GetImportDocument'])
      expect(await cacheOf(operationId, parameters)).toBe('private, no-cache');
    expect((await fetch(`${api.baseUrl}/api/connect/v1/limits`)).headers.get('Cache-Control')).toBe('no-store');
  });

  it('of the OpenAPI document is allowed, in each encoding with its own ETag', async () => {
    const get = (headers: { [name: string]: string }) => fetch(`${api.baseUrl}/openapi.json`, { headers });
    const plain = await get({ 'Accept-Encoding': 'identity' });
    const text = await plain.text();
    expect(JSON.parse(text)).toMatchObject({ openapi: '3.1.0', servers: [{ url: api.baseUrl }] });
    expect(plain.headers.get('Cache-Control')).toBe('public, max-age=300');
    const etags = new Set([plain.headers.get('ETag')]);
    for (const encoding of ['gzip', 'br']) {
      const response = await get({ 'Accept-Encoding': encoding });
      expect(response.headers.get('Content-Encoding')).toBe(encoding);
      expect(response.headers.get('Vary')).toContain('Accept-Encoding');
      expect(await response.text()).toBe(text);
      etags.add(response.headers.get('ETag'));
    }
    expect(etags.size).toBe(3);
    const known = await get({ 'Accept-Encoding': 'identity', 'If-None-Match': plain.headers.get('ETag') ?? '' });
    expect(known.status).toBe(304);
  });
});
