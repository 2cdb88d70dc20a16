import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi({ MAX_JSON_BYTES: '2048' });
  key = (await api.createKey(api.organisationId, 'import')).token;
});
afterAll(() => api.close());

/** Sends bytes as they are, and reads until the other side ends or `until` was answered. */
async function sendRaw(
  head: readonly string[],
  body: string,
  until: RegExp,
): Promise<{ text: string; ended: boolean }> {
  const { hostname, port } = new URL(api.baseUrl);
  const socket = connect(Number(port), hostname);
  let text = '';
  let ended = false;
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.on('error', () => undefined);
  socket.on('close', () => (ended = true));
  await once(socket, 'connect');
  socket.write(`${[...head, `Host: ${hostname}`, `Authorization: Bearer ${key}`].join('\r\n')}\r\n\r\n${body}`);
  await expect.poll(() => ended || until.test(text), { timeout: 20_000 }).toBe(true);
  socket.destroy();
  return { text, ended };
}

const imports = (): string => `/api/connect/v1/o/${api.organisationId}/imports`;

describe('a JSON request body', () => {
  const create = (body: string | Buffer, headers: Record<string, string>) =>
    api.call('CreateHTTPConnector', { body, headers });

  it('over the limit gets 413 with the limit, compressed or not', async () => {
    const { gzipSync } = await import('node:zlib');
    const body = JSON.stringify({ name: 'x'.repeat(3_000), baseUrl: '', authSchemeConfigs: [] });
    const json = { 'Content-Type': 'application/json' };
    for (const answer of [
      await create(body, json),
      await create(gzipSync(body), { ...json, 'Content-Encoding': 'gzip' }),
    ]) {
      expect(answer.status).toBe(413);
      expect(answer.json).toMatchObject({ code: 'body_too_large', message: expect.stringContaining('2048') });
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'of type %s is rejected',
    async (type) => {
      const answer = await create('{}', { 'Content-Type': type });
      expect({ status: answer.status, json: answer.json }).toMatchObject({
        status: 415,
        json: { code: 'media_type_unsupported', details: expect.stringContaining('application/json') },
      });
    },
  );

  it.each([
    ['a text', '"x"'],
    ['null', 'null'],
    ['nested more deeply than anything is', `${'['.repeat(900)}${']'.repeat(900)}`],
    ['with keys that objects have anyway', '{"__proto__":{"name":"x"},"constructor":{}}'],
  ])('that is %s gets 400', async (_what, body) => {
    expect((await create(body, { 'Content-Type': 'application/json' })).status).toBe(400);
  });
});

describe('an unexpected body', () => {
  it('is ignored when it is small, and the connection stays open', async () => {
    const request = [`GET ${imports()} HTTP/1.1`, 'Content-Length: 5'];
    const { text, ended } = await sendRaw(request, `hello`, /"imports":\[\]/);
    expect(text).toMatch(/^HTTP\/1.1 200/);
    expect(ended).toBe(false);
  });

  it.each([
    ['large', 'Content-Length: 1000000000'],
    ['of a length that is not told', 'Transfer-Encoding: chunked'],
  ])('is not read when it is %s: the response closes the connection', async (_what, header) => {
    const { text, ended } = await sendRaw([`GET ${imports()} HTTP/1.1`, header], '3\r\nabc\r\n', /\u0000/);
    expect(text).toMatch(/^HTTP\/1.1 200/);
    expect(text).toMatch(/connection: close/i);
    expect(ended).toBe(true);
  });
});

it('an upload with an invalid key is rejected before its body arrives', async () => {
  const { hostname, port } = new URL(api.baseUrl);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'connect');
  const path = `/api/connect/v1/o/${api.organisationId}/protocols/http/import`;
  const type = 'Content-Type: multipart/form-data; boundary=x';
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer cty_no\r\n${type}\r\nContent-Length: 60000000\r\n\r\n--x`,
  );
  await expect.poll(() => text).toMatch(/^HTTP\/1.1 401/);
  socket.destroy();
});
