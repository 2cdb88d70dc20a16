import { createServer, type ServerResponse } from 'node:http';
import {
  answerHostileName,
  attackerAddress,
  buildSpec,
  findFreePort,
  type HostileHost,
  type NameServer,
  readMetrics,
  type RunningProcess,
  startHostileHost,
  startNameServer,
  startProcess,
  waitFor,
  importForm,
} from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface Attempt {
  readonly status?: number;
  readonly error?: string;
  readonly durationMs: number;
}

interface View {
  readonly id: string;
  readonly status: string;
  readonly callback?: { readonly url: string; readonly status: string; readonly attempts: readonly Attempt[] };
}

interface Delivery {
  readonly id: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver at the allowed address. `answers` has the responses to the deliveries of each path, in order. */
async function startReceiver() {
  const deliveries: { [path: string]: Delivery[] } = {};
  const answers: { [path: string]: readonly ((response: ServerResponse) => void)[] } = {};
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const path = request.url ?? '';
      const seen = (deliveries[path] ??= []);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      seen.push({ id: headers['webhook-id'] ?? '', headers, body });
      const answer = answers[path]?.[seen.length - 1] ?? ((to: ServerResponse) => to.writeHead(204).end());
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, attackerAddress, resolve));
  const address = server.address();
  return {
    url: (path: string): string => `http://attacker.test:${typeof address === 'object' ? address?.port : 0}${path}`,
    deliveries: (path: string): readonly Delivery[] => deliveries[path] ?? [],
    answers,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const status =
  (code: number, headers: { readonly [name: string]: string } = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(code, headers).end();
/** Never responds: the delivery runs until its timeout. */
const silence = (): void => undefined;

describe('a callback', { timeout: 240_000 }, () => {
  let stack: Stack;
  let nameServer: NameServer;
  let inner: HostileHost;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let secret: string;
  let worker: RunningProcess;
  /** Number of attempts that the worker has counted with an outcome. */
  let attempts: (outcome: string) => Promise<number>;
  let database: pg.Pool;

  beforeAll(async () => {
    nameServer = await startNameServer(answerHostileName);
    inner = await startHostileHost('127.0.0.1');
    receiver = await startReceiver();
    stack = await startStack(
      { name: 'postgres' },
      {
        env: {
          OUTBOUND_ALLOW: attackerAddress,
          OUTBOUND_NAME_SERVERS: nameServer.address,
          CALLBACK_TIMEOUT_SECONDS: '2',
          CALLBACK_RETRY_SECONDS: '600',
        },
        workers: 0,
      },
    );
    database = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
    database.on('error', () => undefined);
    const port = await findFreePort();
    const own = { PUBLIC_BASE_URL: 'https://connectory.example/', WORKER_HEALTH_PORT: String(port) };
    worker = startProcess({ app: 'worker', env: { ...stack.env, ...own } });
    attempts = async (outcome) => (await readMetrics(port)).sum('connectory_callbacks_attempted_total', { outcome });
    await worker.untilOutput('worker ready');
  });

  afterAll(async () => {
    await database.end();
    await worker.stop();
    await stack.stop();
    receiver.close();
    await inner.close();
    await nameServer.close();
  });

  const upload = (callbackUrl: string, document: unknown = buildSpec()): Promise<Response> => {
    const form = importForm(document, { callbackUrl });
    return stack.fetch('/protocols/http/import', { method: 'POST', body: form });
  };
  const accept = async (...given: Parameters<typeof upload>): Promise<View> => {
    const response = await upload(...given);
    const text = await response.text();
    expect(response.status, text).toBe(202);
    return JSON.parse(text) as View;
  };
  const view = async (id: string): Promise<View> => (await (await stack.fetch(`/imports/${id}`)).json()) as View;
  const settled = (id: string): Promise<View> =>
    waitFor(
      async () => {
        const seen = await view(id);
        return ['delivered', 'given_up'].includes(seen.callback?.status ?? '') && seen;
      },
      { timeoutMs: 90_000, describe: `the callback of import ${id} is settled` },
    );
  const verified = (path: string, by: string): object[] =>
    receiver.deliveries(path).map(({ body, headers }) => Object(new Webhook(by).verify(body, headers)));
  const rotate = async (): Promise<string> => {
    const response = await stack.fetch('/callback-secret', { method: 'POST' });
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([201, 'no-store']);
    return ((await response.json()) as { secret: string }).secret;
  };

  test('is refused while the organisation has no secret', async () => {
    const response = await upload(receiver.url('/early'));
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'callback_secret_missing' }]);
    secret = await rotate();
  });

  test.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'ftp://attacker.test/',
    'http://user:secret@attacker.test/',
    'hook',
  ])('to %s is refused at once', async (url) => {
    const response = await upload(url);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: 'callback_url_refused', fields: [{ field: 'metadata.callbackUrl' }] },
    ]);
  });

  test('is sent once for a succeeded import, with a signature that a receiver can verify', async () => {
    const { id, callback } = await accept(receiver.url('/succeeded'));
    expect(callback).toEqual({ url: receiver.url('/succeeded'), status: 'waiting', attempts: [] });
    expect((await settled(id)).callback).toEqual({
      url: receiver.url('/succeeded'),
      status: 'delivered',
      attempts: [{ at: expect.any(String), status: 204, durationMs: expect.any(Number) }],
    });
    expect(verified('/succeeded', secret)).toMatchObject([
      {
        type: 'import.succeeded',
        data: {
          id,
          status: 'succeeded',
          version: '1.0.0',
          summary: { actions: 1 },
          links: { self: `https://connectory.example/api/connect/v1/o/${stack.organisationId}/imports/${id}` },
        },
      },
    ]);
    const [delivery] = receiver.deliveries('/succeeded');
    const forged = delivery?.body.replace('1.0.0', '1.0.1') ?? '';
    expect(() => new Webhook(secret).verify(forged, delivery?.headers ?? {})).toThrow('signature');
  });

  test('contains the error of a failed import', async () => {
    await settled((await accept(receiver.url('/failed'), { openapi: '9.9.9' })).id);
    expect(verified('/failed', secret)).toMatchObject([
      { type: 'import.failed', data: { status: 'failed', error: { code: 'document_version_unsupported' } } },
    ]);
  });

  test('is sent for a cancelled import, which no worker ended', async () => {
    // The host never responds, which leaves time to cancel the import.
    receiver.answers['/hanging'] = [silence];
    const hanging = await stack.fetch('/protocols/http/import', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        schemaURL: receiver.url('/hanging'),
        format: 'openapi',
        callbackUrl: receiver.url('/cancelled'),
      }),
    });
    const { id } = (await hanging.json()) as View;
    expect((await stack.fetch(`/imports/${id}/cancel`, { method: 'POST' })).status).toBe(200);
    await settled(id);
    expect(verified('/cancelled', secret)).toMatchObject([{ type: 'import.cancelled', data: { id } }]);
  });

  test('is retried with the same id until its receiver recovers', async () => {
    receiver.answers['/later'] = [status(503)];
    const { id } = await accept(receiver.url('/later'));
    expect((await settled(id)).callback).toMatchObject({
      status: 'delivered',
      attempts: [{ status: 503 }, { status: 204 }],
    });
    const seen = receiver.deliveries('/later');
    expect(seen).toHaveLength(2);
    expect(new Set(seen.map((delivery) => delivery.id + delivery.body)).size).toBe(1);
    expect(verified('/later', secret)).toHaveLength(2);
  });

  test('is given up when its receiver fails for longer than the retry time, or responds with 410', async () => {
    const before = await Promise.all(['pending', 'given_up'].map(attempts));
    receiver.answers['/redirecting'] = [status(302, { Location: '/elsewhere' }), silence];
    receiver.answers['/gone'] = [status(410)];
    const [failing, gone] = await Promise.all([accept(receiver.url('/redirecting')), accept(receiver.url('/gone'))]);
    await waitFor(async () => (await view(failing.id)).callback?.attempts.length === 1, {
      timeoutMs: 60_000,
      describe: 'it was tried once',
    });
    // Moves the first due time back by the whole retry time.
    await database.query(`update callbacks set created_at = now() - interval '10 minutes' where import_id = $1`, [
      failing.id,
    ]);
    expect((await settled(gone.id)).callback).toMatchObject({ status: 'given_up', attempts: [{ status: 410 }] });
    expect((await settled(failing.id)).callback).toMatchObject({
      status: 'given_up',
      attempts: [{ status: 302 }, { error: 'callback_timeout' }],
    });
    expect(receiver.deliveries('/elsewhere')).toEqual([]);
    const counted = await Promise.all(['pending', 'given_up'].map(attempts));
    expect(counted.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 2]);
  });

  test.each(['private.test', 'mapped.test', 'both.test', 'unknown.test'])(
    'to a name that resolves to a refused address, %s, is given up without being sent',
    async (name) => {
      const { id } = await accept(`http://${name}:${inner.port}/`);
      const { callback } = await settled(id);
      expect(callback).toMatchObject({ status: 'given_up', attempts: [{ error: 'callback_refused' }] });
      expect(inner.connections()).toBe(0);
    },
  );

  test('is delivered by another worker when its worker is killed during delivery', async () => {
    receiver.answers['/killed'] = [silence];
    await worker.stop();
    const victim = startProcess({ app: 'worker', env: { ...stack.env, CALLBACK_TIMEOUT_SECONDS: '5' } });
    const { id } = await accept(receiver.url('/killed'));
    try {
      await waitFor(() => receiver.deliveries('/killed').length === 1, {
        timeoutMs: 90_000,
        describe: 'it is under way',
      });
    } finally {
      victim.kill('SIGKILL');
      await victim.exited;
    }
    const successor = startProcess({ app: 'worker', env: stack.env });
    try {
      // The attempt of the dead worker has no result, so it is not counted.
      expect((await settled(id)).callback).toMatchObject({ status: 'delivered', attempts: [{ status: 204 }] });
      expect(new Set(receiver.deliveries('/killed').map((delivery) => delivery.id)).size).toBe(1);
      expect(verified('/killed', secret)).toHaveLength(2);

      const next = await rotate();
      await settled((await accept(receiver.url('/rotated'))).id);
      // Receivers with the old secret can still verify.
      expect([verified('/rotated', next), verified('/rotated', secret)]).toMatchObject([[{}], [{}]]);
    } finally {
      await successor.stop();
    }
  });
});
