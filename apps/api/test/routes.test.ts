import { apiOperations } from '@connectory/contract';
import { createDatabase, watchImports, pingDatabase } from '@connectory/database';
import { createQueueBoard, createQueueProducer } from '@connectory/queue';
import { createAccessAudit } from '../src/access/access-audit.ts';
import { createRateLimits } from '../src/access/rate-limits.ts';
import { createLogger, parseSettings } from '@connectory/runtime';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Registry } from 'prom-client';
import { createApiMetrics } from '../src/metrics/api-metrics.ts';
import { createApi } from '../src/create-api.ts';
import { createFileRunner } from '../src/children/file-runner.ts';
import { type Listening, listen } from './listen.ts';
import { readRoutes, toRoute } from './read-routes.ts';

// No database listens on this port: these tests need none, or test its absence.
const nowhere = 'postgresql://nobody@127.0.0.1:1/none';

const ignoreErrors = (): void => undefined;
const queueOptions = {
  databaseUrl: nowhere,
  redisUrl: 'redis://127.0.0.1:1',
  prefix: 'test',
  onError: ignoreErrors,
};
const queue = createQueueProducer(queueOptions);
const queueBoard = createQueueBoard(queueOptions);
const database = createDatabase({ url: nowhere, poolSize: 1, onError: ignoreErrors });
const rateLimits = createRateLimits({ database, prefix: 'test', onError: ignoreErrors });
const watcher = watchImports({ url: nowhere, onError: ignoreErrors });
const logger = createLogger({ service: 'test', level: 'silent' });
const accessAudit = createAccessAudit({ database, logger, windowMs: 2 ** 31 - 1 });
const children = createFileRunner({
  databaseUrl: nowhere,
  size: 1,
  heapMb: 64,
  timeoutMs: 1_000,
  maxOutputBytes: 1e6,
  folder: tmpdir(),
  logger,
});
const organisation = '/api/connect/v1/o/01ARZ3NDEKTSV4RRFFQ69G5FAV';

let api: Listening;
let routes: ReadonlySet<string>;

beforeAll(async () => {
  api = await listen((baseUrl) => {
    const app = createApi({
      database,
      databaseCheck: { run: () => pingDatabase(database), fault: () => undefined },
      watcher,
      queueBoard,
      rateLimits,
      accessAudit,
      children,
      queue,
      queueCheck: { run: async () => void (await queue.probe()), fault: () => undefined },
      logger,
      metrics: createApiMetrics(new Registry()),
      settings: parseSettings({}),
      uploadFolder: tmpdir(),
      baseUrl: () => baseUrl,
    });
    routes = readRoutes(app);
    return app;
  });
});

afterAll(async () => {
  await api.close();
  await watcher.close();
  await accessAudit.close();
  await database.close();
  await queue.close();
  await queueBoard.close();
});

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(api.baseUrl + path, { headers, redirect: 'manual' });
}

describe('routes', () => {
  /** Routes of the page that renders the document, and of its assets. */
  const ofTheDocs = new Set(['GET /docs', 'GET /docs/start.js']);

  it('are all documented', () => {
    const documented = new Set(apiOperations.map(({ method, path }) => toRoute(method, path)));
    const wanting = [...routes].filter((route) => !ofTheDocs.has(route) && !documented.has(route));
    expect(wanting).toEqual([]);
  });

  it('exist for every documented operation', () => {
    const documented = apiOperations.map(({ method, path }) => toRoute(method, path));
    expect(documented.filter((route) => !routes.has(route))).toEqual([]);
  });

  it.each(apiOperations.filter((operation) => operation.role !== 'public'))(
    '$method $path needs a key',
    async ({ method, path }) => {
      const address = path.replaceAll(/\{[^}]+\}/g, '01ARZ3NDEKTSV4RRFFQ69G5FAV');
      const response = await fetch(api.baseUrl + address, { method });
      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
      expect(await response.json()).toMatchObject({ code: 'unauthenticated' });
    },
  );
});

describe('a response', () => {
  it('has the request id of the client when that is valid', async () => {
    const given = await get('/healthz', { 'X-Request-Id': 'trace-1.a_B' });
    expect(given.headers.get('X-Request-Id')).toBe('trace-1.a_B');
    const harmful = await get('/healthz', { 'X-Request-Id': 'x'.repeat(101) });
    expect(harmful.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('to an unknown path is 404 with an Error', async () => {
    const response = await get('/api/connect/v2/nothing');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'not_found', details: expect.any(String) });
  });

  it('is problem details (RFC 9457) when the client accepts them', async () => {
    const response = await get('/nothing', { Accept: 'application/problem+json' });
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status: 404, title: 'Not Found', code: 'not_found' });
  });

  it('to a path with invalid percent-encoding is 400', async () => {
    const response = await get('/api/connect/v1/o/%E0%A4%A/connectors');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'request_invalid' });
  });

  it('while the database is unavailable is 503 with Retry-After and without internal details', async () => {
    const response = await get(`${organisation}/connectors`, { Authorization: 'Bearer cty_some-key' });
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toMatch(/^\d+$/);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ code: 'unavailable' });
    expect(body).not.toMatch(/127\.0\.0\.1|ECONN|prisma|nobody/i);
  });

  it.each([
    ['GET', '/healthz', 200],
    ['GET', '/docs/', 200],
    ['GET', '/docs/swagger-ui.css', 200],
    ['GET', '/api/connect/v1/limits', 401],
    ['GET', '/nothing', 404],
    ['PUT', '/healthz', 405],
    ['GET', '/readyz', 503],
  ])('to %s %s, %i, has security headers for browsers', async (method, path, status) => {
    const response = await fetch(api.baseUrl + path, { method });
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src '(self|none)'.*frame-ancestors 'none'/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.any(String),
    });
    expect(response.headers.get('Strict-Transport-Security')).toBeNull();
  });

  it('does not reveal the server software', async () => {
    expect((await get('/healthz')).headers.get('X-Powered-By')).toBeNull();
  });
});

describe('a method that a path does not support', () => {
  it.each([
    ['PUT', '/healthz', 'GET, HEAD'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ])('%s %s gets 405, and Allow lists the supported methods', async (method, path, allow) => {
    const response = await fetch(api.baseUrl + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('Allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
  });
});

describe('the service', () => {
  it('is alive but not ready while the database is unavailable', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const ready = await get('/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ code: 'unavailable' });
  });

  it('serves its OpenAPI document with its own base URL', async () => {
    const document: unknown = await (await get('/openapi.json')).json();
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: api.baseUrl }] });
  });

  it('serves the documentation page and all its resources from its own origin', async () => {
    const moved = await get('/docs');
    expect(moved.status).toBe(301);
    const page = await get(new URL(String(moved.headers.get('Location')), `${api.baseUrl}/docs`).pathname);
    const html = await page.text();
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, asset = '']) => asset);
    expect(assets).toHaveLength(4);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(\/|https?:)/);
      expect((await get(`/docs/${asset}`)).status, asset).toBe(200);
    }
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('upgrade-insecure-requests');
    expect(html).not.toMatch(/<script>[^<]/);
  });
});
