import { randomBytes } from 'node:crypto';
import { appRoutes } from '@bull-board/api/dist/routes.js';
import { describeOnQueues } from '@connectory/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './start-test-api.ts';

const root = '/console/system/queues';

describeOnQueues('the queue dashboard on $name', ({ redisUrl }) => {
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
    operator = await signIn((await api.createKey(null, 'operator')).token);
    await api.queue.add('import', 'job-1', { importId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' });
  });
  afterAll(() => api.close());

  /** @returns the cookie of a session of the key */
  const signIn = async (token: string): Promise<string> => {
    const headers = { Authorization: `Bearer ${token}` };
    const response = await fetch(`${api.baseUrl}/api/connect/v1/session`, { method: 'POST', headers });
    return (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
  };
  /** Sends what a page of this origin does. */
  const call = (path: string, init: RequestInit & { cookie?: string } = {}): Promise<Response> => {
    const { cookie = operator, ...rest } = init;
    const headers = new Headers({ Origin: api.baseUrl, Cookie: cookie });
    for (const [name, value] of new Headers(rest.headers)) headers.set(name, value);
    return fetch(`${api.baseUrl}${root}${path}`, { redirect: 'manual', ...rest, headers });
  };
  const queueState = async (): Promise<unknown> => {
    const answer: unknown = await (await call(`/api/queues?activeQueue=${queueName}&status=latest`)).json();
    const queues: unknown = Reflect.get(Object(answer), 'queues');
    return Array.isArray(queues) ? queues.find((queue) => Reflect.get(Object(queue), 'name') === queueName) : undefined;
  };

  it('accepts operators with a session, and has nothing inline and nothing of another origin', async () => {
    const page = await call('/');
    expect(page.status).toBe(200);
    const policy = page.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(policy).not.toContain('unsafe');
    expect(page.headers.get('X-Powered-By')).toBeNull();
    const html = await page.text();
    expect(html).not.toMatch(/<style| style=|https:/);
    const [script = ''] = /static\/[^"']+\.js/.exec(html) ?? [];
    expect((await call(`/${script}`)).status).toBe(200);
    expect((await call(`/queue/${queueName}`)).status).toBe(200);
  });

  it('sends browsers without a session to sign in', async () => {
    const page = await call('/', { cookie: '', headers: { Accept: 'text/html,*/*' } });
    expect({ status: page.status, to: page.headers.get('Location') }).toEqual({
      status: 302,
      to: '/console/sign-in?next=%2Fsystem',
    });
  });

  it('shows the jobs of every queue and can retry them', async () => {
    expect(await queueState()).toMatchObject({
      isPaused: false,
      jobs: [{ id: 'job-1', data: { importId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' } }],
    });
    const headers = { 'Sec-Fetch-Site': 'same-origin' };
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
    const ended = await signIn(revoked);
    await api.database.pool.query('update api_keys set revoked_at = now() where id = $1', [id]);
    const importer = await signIn((await api.createKey(api.organisationId, 'import')).token);
    const { token: unused } = await api.createKey(null, 'operator');
    const strangers: readonly (readonly [{ cookie: string; headers?: { Authorization: string } }, number])[] = [
      [{ cookie: '' }, 401],
      [{ cookie: 'connectory_session=cts_wrong' }, 401],
      [{ cookie: ended }, 401],
      [{ cookie: importer }, 403],
      [{ cookie: '', headers: { Authorization: `Bearer ${unused}` } }, 401],
    ];
    for (const { method, path } of [...addresses, { method: 'GET', path: '/static/js/main.js' }]) {
      for (const [caller, status] of strangers) {
        const answer = await call(path, { method, ...caller });
        expect(answer.status, `${method} ${path} ${JSON.stringify(caller)}`).toBe(status);
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
