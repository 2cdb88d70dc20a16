import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import {
  ApiError,
  bodyOf,
  bodyWithEtag,
  createClient,
  followImport,
  uploadDocument,
  waitForImport,
} from '../src/index.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const path = { organisation_id: 'o1', import_id: 'i1' };
const place = { organisationId: 'o1', importId: 'i1' };
const importPath = '/api/connect/v1/o/{organisation_id}/imports/{import_id}';

let close: () => void = () => undefined;
afterEach(() => close());

async function serve(handler: Handler) {
  const server = createServer(handler);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  return createClient({ baseUrl: `http://127.0.0.1:${Object(server.address()).port}/`, token: 'key' });
}

const respond = (response: ServerResponse, status: number, body: unknown, headers = {}): void =>
  void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));

test('a request has the key, the encoded path and the query, and its response the ETag', async () => {
  const client = await serve(({ url, headers }, response) =>
    respond(response, 200, { url, authorization: headers.authorization }, { ETag: '"1"' }),
  );
  const sent = client.GET('/api/connect/v1/o/{organisation_id}/imports', {
    params: { path: { organisation_id: 'a/b' }, query: { first: 2, status: ['failed', 'queued'] } },
  });
  expect(await bodyWithEtag<unknown>(sent)).toEqual({
    value: { url: '/api/connect/v1/o/a%2Fb/imports?first=2&status=failed&status=queued', authorization: 'Bearer key' },
    etag: '"1"',
  });
});

test('an error response is thrown with its code, its fields and the id of the request', async () => {
  const body = { code: 'request_invalid', message: 'No.', details: 'first', fields: [{ field: 'first' }] };
  const client = await serve((_request, response) => respond(response, 400, body, { 'X-Request-Id': 'r1' }));
  const error: unknown = await bodyOf(client.GET(importPath, { params: { path } })).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ ...body, status: 400, requestId: 'r1', isTemporary: false, body });
});

test('a page of a proxy is an unknown error, and no response an unreachable service', async () => {
  const client = await serve((_request, response) => void response.writeHead(502).end('<html>'));
  const get = () => bodyOf(client.GET(importPath, { params: { path } }));
  await expect(get()).rejects.toMatchObject({ status: 502, code: 'unknown', isTemporary: true });
  close();
  await expect(get()).rejects.toMatchObject({ status: 0, code: 'unreachable', isTemporary: true });
});

test('a request that the caller ends is no unreachable service', async () => {
  const client = await serve(() => undefined);
  const signal = AbortSignal.abort(new Error('left the page'));
  await expect(bodyOf(client.GET(importPath, { params: { path }, signal }))).rejects.toThrow('left the page');
});

test('an upload sends metadata, document and overlays as parts, and does not wait for the import', async () => {
  const client = await serve((request, response) => {
    const { url, headers } = request;
    void text(request).then((body) => respond(response, 202, { id: 'i1', url, prefer: headers.prefer, body }));
  });
  const document = { blob: new Blob(['{}']), filename: 'pets.json' };
  const overlays = [{ blob: new Blob(['{"overlay":"1.0.0"}']), filename: 'fix.json' }];
  const upload = { organisationId: 'o1', document, overlays, metadata: { format: 'openapi' as const, version: '2' } };
  expect(await uploadDocument(client, upload)).toMatchObject({
    url: '/api/connect/v1/o/o1/protocols/http/import',
    prefer: 'respond-async',
    body: expect.stringMatching(/\{"format":"openapi","version":"2"\}[^]*"pets\.json"[^]*name="overlay".*"fix\.json"/),
  });
  expect(await uploadDocument(client, { ...upload, connectorId: 'c1' })).toMatchObject({
    url: '/api/connect/v1/o/o1/connector/c1/http/import',
  });
});

test('waiting asks again until the import has ended', async () => {
  const statuses = ['queued', 'running', 'succeeded'];
  const preferences = new Set<unknown>();
  const client = await serve(({ headers }, response) => {
    preferences.add(headers.prefer);
    respond(response, 200, { id: 'i1', status: statuses.shift() });
  });
  expect(await waitForImport(client, place)).toMatchObject({ status: 'succeeded' });
  expect(statuses).toEqual([]);
  expect([...preferences]).toEqual(['wait=30']);
});

test('an event stream gives each state up to the end of the import, however it is cut into pieces', async () => {
  const event = (status: string): string =>
    `id: 1-${status}\nevent: ${status}\ndata: ${JSON.stringify({ status, name: 'é' })}\n\n`;
  const bytes = Buffer.from(`: comment\n\n${event('queued')}${event('running')}${event('failed')}${event('queued')}`);
  const client = await serve((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const byte of bytes) response.write(Buffer.of(byte));
  });
  const seen: unknown[] = [];
  for await (const { status, ...rest } of followImport(client, place)) seen.push({ status, ...rest });
  expect(seen).toEqual(['queued', 'running', 'failed'].map((status) => ({ status, name: 'é' })));
});
