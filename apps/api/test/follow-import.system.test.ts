import { claimImport, reportProgress, watchImports } from '@connectory/database';
import express from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Registry } from 'prom-client';
import { createApiMetrics } from '../src/metrics/api-metrics.ts';
import { followImport } from '../src/imports/follow-import.ts';
import { type Listening, listen } from './listen.ts';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let key: string;
const leaving: AbortController[] = [];

beforeAll(async () => {
  api = await startTestApi();
  key = (await api.createKey(api.organisationId, 'read')).token;
});
afterEach(() => {
  for (const client of leaving.splice(0)) client.abort();
});
afterAll(() => api.close());

async function submit(): Promise<string> {
  const answer = await api.upload('ImportHTTPConnector', [filePart('{}'), metadataField({ format: 'openapi' })]);
  return String(Reflect.get(Object(answer.json), 'id'));
}

interface Stream {
  readonly response: Response;
  /** The next block, or undefined once the stream has ended. */
  next(): Promise<string | undefined>;
}

async function follow(importId: string, headers = {}, baseUrl = api.baseUrl): Promise<Stream> {
  const client = new AbortController();
  leaving.push(client);
  const address = `${baseUrl}/api/connect/v1/o/${api.organisationId}/imports/${importId}/events`;
  const options = { headers: { Authorization: `Bearer ${key}`, ...headers }, signal: client.signal };
  const response = await fetch(address, options);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  const next = async (): Promise<string | undefined> => {
    for (;;) {
      const end = buffer.indexOf('\n\n');
      if (end >= 0) {
        const block = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        return block;
      }
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return undefined;
      buffer += chunk.value;
    }
  };
  return { response, next };
}

interface ImportEvent {
  readonly id: string;
  readonly revision: number;
  readonly event: string;
  readonly data: unknown;
}

/** The next event, without the comments before it. */
async function nextEvent(stream: Stream): Promise<ImportEvent | undefined> {
  for (;;) {
    const block = await stream.next();
    if (block === undefined) return undefined;
    if (block.startsWith(':')) continue;
    const [, id = '', event = '', data = ''] = /^id: (\d+-\w+)\nevent: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    return { id, revision: Number.parseInt(id, 10), event, data: JSON.parse(data) };
  }
}

async function readRest(stream: Stream): Promise<ImportEvent[]> {
  const events: ImportEvent[] = [];
  for (let event = await nextEvent(stream); event !== undefined; event = await nextEvent(stream)) events.push(event);
  return events;
}

describe('the events of an import', () => {
  it('report each change, and the stream closes when the import has ended', async () => {
    const id = await submit();
    const stream = await follow(id, { 'Accept-Encoding': 'gzip' });
    expect(stream.response.headers.get('Content-Type')).toMatch(/^text\/event-stream/);
    expect(stream.response.headers.get('Content-Encoding')).toBeNull();
    expect(await nextEvent(stream)).toMatchObject({ event: 'queued', data: { id, status: 'queued' } });
    const claim = await claimImport(api.database, id);
    if (claim === undefined) throw new Error('not claimed');
    const running = await nextEvent(stream);
    expect(running).toMatchObject({ event: 'running', data: { stage: 'parsing' } });
    await reportProgress(api.database, claim, { stage: 'mapping', done: 3, total: 9 });
    const mapping = await nextEvent(stream);
    expect(mapping).toMatchObject({ data: { stage: 'mapping', progress: { done: 3, total: 9 } } });
    await api.call('CancelImport', { parameters: { import_id: id } });
    const rest = await readRest(stream);
    expect(rest).toMatchObject([{ event: 'cancelled', data: { status: 'cancelled', stage: 'done' } }]);
    expect(rest[0]?.revision).toBeGreaterThan(mapping?.revision ?? Infinity);
    expect(mapping?.revision).toBeGreaterThan(running?.revision ?? Infinity);
  });

  it('are the last event only when the import has already ended', async () => {
    const id = await submit();
    await api.succeed(id);
    const events = await readRest(await follow(id));
    expect(events).toMatchObject([{ event: 'succeeded', data: { id, summary: { actions: 3 } } }]);
  });

  it('continue after Last-Event-ID without repeating an event', async () => {
    const id = await submit();
    const first = await nextEvent(await follow(id));
    const stream = await follow(id, { 'Last-Event-ID': String(first?.id) });
    await api.succeed(id);
    const events = await readRest(stream);
    expect(events.at(-1)).toMatchObject({ event: 'succeeded' });
    expect(Math.min(...events.map((event) => event.revision))).toBeGreaterThan(first?.revision ?? Infinity);
    const known = { 'Last-Event-ID': String(events.at(-1)?.id) };
    const over = await api.call('FollowImport', { parameters: { import_id: id }, headers: known });
    expect([over.status, over.bytes.length]).toEqual([204, 0]);
  });

  // As after a crash of the database: claims are committed asynchronously.
  it('report the end also when its revision was seen with a claim that the database then lost', async () => {
    const id = await submit();
    const stream = await follow(id);
    await nextEvent(stream);
    await claimImport(api.database, id);
    const running = await nextEvent(stream);
    const read = (headers: { readonly [name: string]: string }) =>
      api.call('GetImport', { parameters: { import_id: id }, headers });
    const etag = (await read({})).headers.get('ETag') ?? '';
    await api.database.pool.query(
      "update imports set status = 'queued', claim_token = null, revision = revision - 1 where id = $1",
      [id],
    );
    await api.call('CancelImport', { parameters: { import_id: id } });
    const rest = await readRest(stream);
    expect(rest).toMatchObject([{ event: 'cancelled', revision: running?.revision }]);
    const resumed = await readRest(await follow(id, { 'Last-Event-ID': String(running?.id) }));
    expect(resumed).toEqual(rest);
    expect((await read({ 'If-None-Match': etag })).status).toBe(200);
    const known = { 'Last-Event-ID': rest[0]?.id ?? '' };
    expect((await api.call('FollowImport', { parameters: { import_id: id }, headers: known })).status).toBe(204);
  });

  it('start from the beginning when Last-Event-ID is invalid', async () => {
    const id = await submit();
    await api.succeed(id);
    expect(await readRest(await follow(id, { 'Last-Event-ID': 'x' }))).toHaveLength(1);
  });

  it('are not lost when the listening connection is lost', async () => {
    const id = await submit();
    const stream = await follow(id);
    await nextEvent(stream);
    // The change happens without a listener, so that only the read after the reconnect can find it.
    await api.database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()",
    );
    await api.succeed(id);
    expect((await readRest(stream)).at(-1)).toMatchObject({ event: 'succeeded' });
  }, 10_000);

  it('are 404 for an unknown import', async () => {
    const answer = await api.call('FollowImport', { parameters: { import_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } });
    expect(answer.status).toBe(404);
  });

  it('have headers and no body for HEAD', async () => {
    const address = `${api.baseUrl}/api/connect/v1/o/${api.organisationId}/imports/${await submit()}/events`;
    const response = await fetch(address, { method: 'HEAD', headers: { Authorization: `Bearer ${key}` } });
    expect(response.headers.get('Content-Type')).toMatch(/^text\/event-stream/);
  });
});

describe('an event stream', () => {
  let follower: Listening;
  let watcher: ReturnType<typeof watchImports>;
  let open = 0;

  beforeAll(async () => {
    watcher = watchImports({ url: api.database.url, onError: () => undefined });
    follower = await listen((baseUrl) => {
      const app = express();
      const handle = followImport({
        database: api.database,
        watcher,
        metrics: createApiMetrics(new Registry()),
        quotas: { untilClosed: () => Promise.resolve() },
        baseUrl: () => baseUrl,
        heartbeatMs: 20,
      });
      app.get('/api/connect/v1/o/:organisation_id/imports/:import_id/events', async (request, response, next) => {
        open += 1;
        await handle(request, response, next);
        open -= 1;
      });
      return app;
    });
  });
  afterAll(async () => {
    await watcher.close();
    await follower.close();
  });

  it('sends keep-alive comments while nothing changes', async () => {
    const stream = await follow(await submit(), {}, follower.baseUrl);
    await stream.next();
    expect([await stream.next(), await stream.next()]).toEqual([':', ':']);
  });

  it('is released when its client disconnects', async () => {
    await (await follow(await submit(), {}, follower.baseUrl)).next();
    for (const client of leaving.splice(0)) client.abort();
    await vi.waitFor(() => expect(open).toBe(0), { timeout: 20_000 });
  });

  it('closes when the process shuts down', async () => {
    const stream = await follow(await submit(), {}, follower.baseUrl);
    await nextEvent(stream);
    await watcher.close();
    expect(await readRest(stream)).toEqual([]);
  });
});
