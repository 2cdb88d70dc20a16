import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutbound, type OutboundOutcome, type OutboundRequest, parseAllowList } from '../src/index.ts';

const limits = { maxBytes: 1_000, maxHeaderBytes: 4_096, maxRedirects: 3, totalMs: 5_000, idleMs: 2_000 };
const outbound = createOutbound({ allow: parseAllowList('127.0.0.1'), userAgent: 'test/1' });
const servers: Server[] = [];
let home: string;
let other: string;
let received: { request: IncomingMessage; body: string }[];

const routes: { readonly [path: string]: (response: ServerResponse) => void } = {
  '/plain': (response) => response.setHeader('ETag', '"1"').end('plain'),
  '/gzip': (response) => response.setHeader('Content-Encoding', 'gzip').end(gzipSync('packed')),
  '/br': (response) => response.setHeader('Content-Encoding', 'br').end(brotliCompressSync('packed')),
  '/twice': (response) =>
    response.setHeader('Content-Encoding', 'br, gzip').end(gzipSync(brotliCompressSync('packed'))),
  '/full': (response) => response.end('x'.repeat(1_000)),
  '/over': (response) => response.end('x'.repeat(1_001)),
  '/moved': (response) => response.writeHead(301, { Location: '/plain' }).end(),
  '/elsewhere': (response) => response.writeHead(302, { Location: `${other}/plain` }).end(),
  '/known': (response) => response.writeHead(304, { ETag: '"1"' }).end(),
  '/gone': (response) => response.writeHead(410).end('gone'),
};

async function serve(): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push({ request, body });
      routes[request.url ?? '']?.(response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

beforeAll(async () => {
  received = [];
  home = await serve();
  other = await serve();
});

afterAll(() => {
  for (const server of servers) server.close();
});

function get(path: string, more: Partial<OutboundRequest> = {}): Promise<OutboundOutcome> {
  return outbound.send({ method: 'GET', url: home + path, limits, ...more });
}

async function textOf(path: string): Promise<string> {
  const outcome = await get(path);
  return outcome.ok ? Buffer.from(outcome.response.body).toString() : outcome.fault;
}

test('a body is decoded by its content encoding', async () => {
  expect(await Promise.all(['/plain', '/gzip', '/br', '/twice'].map(textOf))).toEqual([
    'plain',
    'packed',
    'packed',
    'packed',
  ]);
});

test('a body may have exactly as many bytes as allowed', async () => {
  expect([(await textOf('/full')).length, await textOf('/over')]).toEqual([1_000, 'too-large']);
});

test('a redirect is followed, and the final URL is returned', async () => {
  expect(await get('/moved')).toMatchObject({ ok: true, response: { status: 200, url: `${home}/plain` } });
  expect(await get('/elsewhere')).toMatchObject({ ok: true, response: { url: `${other}/plain` } });
});

test('a redirect to another origin is refused when the request is limited to one', async () => {
  expect(await get('/moved', { withinOrigin: home })).toMatchObject({ ok: true });
  expect(await get('/elsewhere', { withinOrigin: home })).toEqual({ ok: false, fault: 'refused' });
});

test('with no redirects allowed, a redirect is returned as a response', async () => {
  expect(await get('/moved', { limits: { ...limits, maxRedirects: 0 } })).toMatchObject({ response: { status: 301 } });
});

test('headers and status are returned unchanged, also for errors', async () => {
  const [plain, known] = [await get('/plain'), await get('/known', { headers: { 'if-none-match': '"1"' } })];
  expect(plain.ok && plain.response.header('ETag')).toBe('"1"');
  expect(known).toMatchObject({ response: { status: 304 } });
  expect(received.at(-1)?.request.headers).toMatchObject({ 'if-none-match': '"1"', 'user-agent': 'test/1' });
  expect(await get('/gone')).toMatchObject({ response: { status: 410 } });
});

test('a body is sent unchanged, and the response body can be skipped', async () => {
  const outcome = await outbound.send({
    method: 'POST',
    url: `${home}/full`,
    headers: { 'content-type': 'application/json' },
    body: '{"é":1}',
    limits: { ...limits, maxBytes: 0 },
  });
  expect(outcome).toMatchObject({ ok: true, response: { status: 200, body: new Uint8Array() } });
  expect(received.at(-1)?.body).toBe('{"é":1}');
});

test('a closed port is unreachable, without further detail', async () => {
  expect(await outbound.send({ method: 'GET', url: 'http://127.0.0.1:1/', limits })).toEqual({
    ok: false,
    fault: 'unreachable',
  });
});

test('a request ends when its signal aborts, and its connection is closed', async () => {
  const wanted = new AbortController();
  const pending = get('/silent', { signal: wanted.signal });
  await expect.poll(() => received.at(-1)?.request.url).toBe('/silent');
  const closed = new Promise((resolve) => received.at(-1)?.request.socket.once('close', resolve));
  wanted.abort();
  expect(await pending).toEqual({ ok: false, fault: 'timed-out' });
  await closed;
  expect(await get('/plain', { signal: wanted.signal })).toEqual({ ok: false, fault: 'timed-out' });
});
