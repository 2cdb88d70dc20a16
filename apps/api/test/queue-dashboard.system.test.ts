import { randomBytes } from 'node:crypto';
import { appRoutes } from '@bull-board/api/dist/routes.js';
import { queueBackends } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './start-test-api.ts';

const root = '/api/operator/v1/queues';

const basic = (password: string): string => `Basic ${Buffer.from(`operator:${password}`).toString('base64')}`;

describe.each(queueBackends())('the queue dashboard on $name', ({ redisUrl }) => {
  let api: TestApi;
  let operator: string;
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  const queueName = `${prefix}-import`;

  beforeAll(async () => {
    api = await startTestApi({
      QUEUE_PREFIX: prefix,
      RATE_LIMIT_FAILURES_PER_MINUTE: '0',
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    });
    operator = (await api.createKey(null, 'operator')).token;
    await api.queue.add('import', 'job-1', { importId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' });
  });
  afterAll(() => api.close());

  const call = (path: string, init: RequestInit & { authorization?: string } = {}): Promise<Response> => {
    const { authorization = basic(operator), ...rest } = init;
    const headers = new Headers(rest.headers);
    if (authorization !== '') headers.set('Authorization', authorization);
    return fetch(`${api.baseUrl}${root}${path}`, { ...rest, headers });
  };
  const queueState = async (): Promise<unknown> => {
    const answer: unknown = await (await call(`/api/queues?activeQueue=${queueName}&status=latest`)).json();
    const queues: unknown = Reflect.get(Object(answer), 'queues');
    return Array.isArray(queues) ? queues.find((queue) => Reflect.get(Object(queue), 'name') === queueName) : undefined;
  };

  it('accepts operators by password or bearer token, and loads resources of its own origin only', async () => {
    for (const authorization of [basic(operator), `Bearer ${operator}`]) {
      const page = await call('/', { authorization });
      expect(page.status).toBe(200);
      expect(page.headers.get('Content-Security-Policy')).toMatch(/^default-src 'self'/);
      expect(page.headers.get('X-Powered-By')).toBeNull();
      const [script = ''] = /static\/[^"']+\.js/.exec(await page.text()) ?? [];
      expect((await call(`/${script}`, { authorization })).status).toBe(200);
    }
  });

  it('shows the jobs of every queue and can retry them', async () => {
    expect(await queueState()).toMatchObject({
      isPaused: false,
      jobs: [{ id: 'job-1', data: { importId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } }],
    });
    const headers = { Origin: api.baseUrl, 'Sec-Fetch-Site': 'same-origin' };
    expect((await call(`/api/queues/${queueName}/pause`, { method: 'PUT', headers })).status).toBe(200);
    expect(await queueState()).toMatchObject({ isPaused: true });
    expect((await call(`/api/queues/${queueName}/resume`, { method: 'PUT' })).status).toBe(200);
    expect(await queueState()).toMatchObject({ isPaused: false });
  });

  it('rejects actions from other origins', async () => {
    const strangers = [
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', Origin: api.baseUrl },
    ];
    for (const headers of strangers) {
      const answer = await call(`/api/queues/${queueName}/pause`, { method: 'PUT', headers });
      expect({ status: answer.status, json: await answer.json() }).toMatchObject({
        status: 403,
        json: { code: 'forbidden', message: expect.stringContaining('another site') },
      });
    }
    expect(await queueState()).toMatchObject({ isPaused: false });
  });

  const { api: routes, entryPoint } = appRoutes;
  const addresses = [entryPoint, ...routes].flatMap(({ method, route }) =>
    [method].flat().flatMap((verb) =>
      [route].flat().map((path) => ({
        method: verb.toUpperCase(),
        path: path.replace(':queueName', queueName).replace(':jobId', 'job-1').replaceAll(/:\w+/g, 'x'),
      })),
    ),
  );

  it('rejects other callers on all its routes', async () => {
    expect(addresses.length).toBeGreaterThan(30);
    const { token: revoked, id } = await api.createKey(null, 'operator');
    await api.database.pool.query('update api_keys set revoked_at = now() where id = $1', [id]);
    const { token: importer } = await api.createKey(api.organisationId, 'import');
    const nobodies: readonly (readonly [string, number])[] = [
      ['', 401],
      ['Basic', 401],
      ['Basic Og==', 401],
      [basic('cty_wrong'), 401],
      [basic(revoked), 401],
      ['Bearer cty_wrong', 401],
      [basic(importer), 403],
      [`Bearer ${importer}`, 403],
    ];
    for (const { method, path } of [...addresses, { method: 'GET', path: '/static/js/main.js' }]) {
      for (const [authorization, status] of nobodies) {
        const answer = await call(path, { method, authorization });
        expect(answer.status, `${method} ${path} ${authorization}`).toBe(status);
        if (status === 401) expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Basic realm="connectory"/);
        expect(await answer.json()).toMatchObject({ code: status === 401 ? 'unauthenticated' : 'forbidden' });
      }
    }
    expect(await queueState()).toMatchObject({ isPaused: false, jobs: [{ id: 'job-1' }] });
  });

  it('reveals no internal details when it fails', async () => {
    const answer = await call(`/api/queues/${queueName}/job-1/delay`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/json' },
      body: '{"delay":',
    });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: 'ERRORS.INTERNAL_SERVER_ERROR' });
  });
});
