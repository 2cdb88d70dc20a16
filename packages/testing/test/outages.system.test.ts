import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  buildSpec,
  findFreePort,
  type KillableServer,
  type RunningProcess,
  startKillablePostgres,
  startProcess,
  startRedis,
  waitFor,
  importForm,
} from '@connectory/harness';
import { queueBackends, type Stack, startStack } from '../src/index.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

interface View {
  readonly id: string;
  readonly status: string;
  readonly error?: { readonly code: string };
}

/** Two kinds of outages: how each begins, and how it ends. */
const outages = {
  killed: { begin: (server: KillableServer) => server.kill(), end: (server: KillableServer) => server.start() },
  hanging: {
    begin: async (server: KillableServer) => server.pause(),
    end: async (server: KillableServer) => server.resume(),
  },
} as const;

const backends = queueBackends().map(({ name }) => ({ name }));

describe.each(backends)('with jobs in $name', ({ name }) => {
  let folder: string;
  let postgres: Awaited<ReturnType<typeof startKillablePostgres>>;
  let redis: KillableServer | undefined;
  let stack: Stack;
  let worker: RunningProcess;
  let healthPort: number;

  const servers = () => ({ postgres, ...(redis === undefined ? {} : { redis }) });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'outages-'));
    postgres = await startKillablePostgres(path.join(folder, 'postgres'));
    redis = name === 'redis' ? await startRedis(path.join(folder, 'redis')) : undefined;
    healthPort = await findFreePort();
    stack = await startStack(
      { name, ...(redis === undefined ? {} : { redisUrl: redis.url }) },
      {
        database: postgres,
        workers: 0,
        env: { DATABASE_SOCKET_TIMEOUT_SECONDS: '4', IMPORT_MAX_ATTEMPTS: '20', LOG_LEVEL: 'debug' },
      },
    );
    worker = startProcess({ app: 'worker', env: { ...stack.env, WORKER_HEALTH_PORT: String(healthPort) } });
    await worker.untilOutput('worker ready');
  }, 180_000);

  afterAll(async () => {
    await worker.stop();
    await stack.stop();
    await redis?.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const submit = (headers: Record<string, string> = {}): Promise<Response> => {
    const form = importForm(buildSpec());
    return stack.fetch('/protocols/http/import', { method: 'POST', body: form, headers });
  };
  const accepted = async (): Promise<View> => {
    const response = await submit();
    expect(response.status).toBe(202);
    return (await response.json()) as View;
  };
  const ended = (id: string): Promise<View> =>
    waitFor(
      async () => {
        const response = await stack.fetch(`/imports/${id}`);
        const view = (await response.json()) as View;
        return ['succeeded', 'failed', 'cancelled'].includes(view.status) && view;
      },
      { timeoutMs: 90_000, describe: `import ${id} ends` },
    );
  const readiness = async () => {
    const [api, health] = await Promise.all([
      fetch(`${stack.baseUrl}/readyz`),
      fetch(`http://127.0.0.1:${healthPort}/readyz`),
    ]);
    return { api: api.status, worker: health.status, bodies: `${await api.text()} ${await health.text()}` };
  };
  const untilReady = () =>
    waitFor(
      async () => {
        const { api, worker: health } = await readiness();
        return api === 200 && health === 200;
      },
      { timeoutMs: 90_000, describe: 'both are ready' },
    );
  /** Runs an action during an outage of a server. The outage ends even when the action fails. */
  const without = async (serverName: 'postgres' | 'redis', kind: keyof typeof outages, action: () => Promise<void>) => {
    const server = servers()[serverName];
    if (server === undefined) throw new Error(`${serverName} is not part of this run`);
    await outages[kind].begin(server);
    try {
      await action();
    } finally {
      await outages[kind].end(server);
    }
  };
  const expectService = async (): Promise<void> => {
    await untilReady();
    expect(await ended((await accepted()).id)).toMatchObject({ status: 'succeeded' });
    expect([stack.api.running, worker.running]).toEqual([true, true]);
  };

  test.each(['killed', 'hanging'] as const)(
    'while PostgreSQL is %s, requests get 503 with Retry-After, both processes report the outage, and both recover',
    async (how) => {
      await expectService();
      await without('postgres', how, async () => {
        const responses = await Promise.all([submit(), stack.fetch('/imports'), stack.fetch('/connectors')]);
        for (const response of responses) {
          expect(response.status).toBe(503);
          expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
          expect(await response.json()).toMatchObject({ code: 'unavailable' });
        }
        const { api, worker: health, bodies } = await readiness();
        expect([api, health]).toEqual([503, 503]);
        expect(bodies).toMatch(/Cannot be reached: database.*"database":"cannot be reached"/);
      });
      await expectService();
    },
    240_000,
  );

  test('connections that the database closes are replaced, during any kind of use', async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const submitted: Promise<Response>[] = [];
    for (let round = 0; round < 4; round += 1) {
      submitted.push(...Array.from({ length: 3 }, () => submit()));
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await Promise.race(submitted.slice(-3));
    }
    for (const response of await Promise.all(submitted)) {
      expect([202, 503]).toContain(response.status);
      if (response.status === 202) expect((await ended(((await response.json()) as View).id)).status).toBe('succeeded');
      else expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    await client.end();
    await expectService();
  }, 240_000);

  test('waiting requests and event streams survive a restart of PostgreSQL', async () => {
    await worker.stop();
    const logged = stack.api.output().length;
    const { id } = await accepted();
    const held = stack.fetch(`/imports/${id}`, { headers: { Prefer: 'wait=60' } });
    const uploadHeld = submit({ Prefer: 'wait=60' });
    const events = await stack.fetch(`/imports/${id}/events`);
    // An upload that is not accepted before the outage gets a 503 instead of waiting.
    await waitFor(async () => stack.api.output().slice(logged).split('import accepted').length > 2, {
      describe: 'the second import is accepted',
    });
    await without('postgres', 'killed', async () => {
      await waitFor(async () => (await fetch(`${stack.baseUrl}/readyz`)).status === 503, {
        describe: 'PostgreSQL is away',
      });
    });
    worker = startProcess({ app: 'worker', env: { ...stack.env, WORKER_HEALTH_PORT: String(healthPort) } });
    const response = await held;
    expect([response.status, await response.json()]).toMatchObject([200, { id, status: 'succeeded' }]);
    expect(await events.text()).toMatch(/event: queued[^]*event: succeeded/);
    expect((await uploadHeld).status).toBe(201);
    await expectService();
  }, 240_000);

  test('processes that get SIGTERM while PostgreSQL is away exit with 0 in time', async () => {
    const api = startProcess({ app: 'api', env: stack.env });
    const other = startProcess({ app: 'worker', env: stack.env });
    await api.untilOutput('api ready');
    await other.untilOutput('worker ready');
    for (const how of ['hanging', 'killed'] as const) {
      await without('postgres', how, async () => {
        const process = how === 'hanging' ? api : other;
        process.kill('SIGTERM');
        process.kill('SIGTERM');
        expect(await process.exited, process.output()).toEqual({ code: 0, signal: null });
      });
    }
    await expectService();
  }, 240_000);

  test('processes that start while PostgreSQL is away serve once it is back', async () => {
    const port = await findFreePort();
    const started: RunningProcess[] = [];
    try {
      await without('postgres', 'killed', async () => {
        started.push(
          startProcess({ app: 'api', env: stack.env }),
          startProcess({ app: 'worker', env: { ...stack.env, WORKER_HEALTH_PORT: String(port) } }),
        );
        await started[0]?.untilOutput('api ready');
        const statusOf = (): Promise<number> =>
          fetch(`http://127.0.0.1:${port}/readyz`).then(
            ({ status }) => status,
            () => 0,
          );
        await waitFor(async () => (await statusOf()) === 503, { describe: 'the worker says that it is not ready' });
      });
      await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, {
        timeoutMs: 90_000,
        describe: 'the worker is ready',
      });
      await worker.stop();
      expect((await ended((await accepted()).id)).status).toBe('succeeded');
    } finally {
      await Promise.all(started.map((process) => process.stop()));
      worker = startProcess({ app: 'worker', env: { ...stack.env, WORKER_HEALTH_PORT: String(healthPort) } });
    }
    await expectService();
  }, 240_000);

  if (name === 'postgres') return;

  test.each(['killed', 'hanging'] as const)(
    'while Redis is %s, imports are accepted and both processes report the outage; the imports end once Redis is back',
    async (how) => {
      await expectService();
      const submitted: View[] = [];
      await without('redis', how, async () => {
        submitted.push(...(await Promise.all(Array.from({ length: 5 }, accepted))));
        const { api, worker: health, bodies } = await readiness();
        expect([api, health]).toEqual([503, 503]);
        expect(bodies).toMatch(/Cannot be reached: queue.*"database":"ok","queue":"cannot be reached"/);
      });
      for (const { id } of submitted) expect(await ended(id)).toMatchObject({ status: 'succeeded' });
      await expectService();
    },
    240_000,
  );

  test('processes that get SIGTERM while Redis is away exit with 0 in time', async () => {
    const api = startProcess({ app: 'api', env: stack.env });
    const other = startProcess({ app: 'worker', env: stack.env });
    await api.untilOutput('api ready');
    await other.untilOutput('worker ready');
    for (const how of ['hanging', 'killed'] as const) {
      await without('redis', how, async () => {
        const process = how === 'hanging' ? other : api;
        process.kill('SIGTERM');
        expect(await process.exited, process.output()).toEqual({ code: 0, signal: null });
      });
    }
    await expectService();
  }, 240_000);

  test('processes that start while Redis is away serve once it is back', async () => {
    const started: RunningProcess[] = [];
    await worker.stop();
    await without('redis', 'killed', async () => {
      started.push(startProcess({ app: 'worker', env: stack.env }));
      await Promise.all(started.map((process) => process.untilOutput('ready')));
      expect((await accepted()).status).toBe('queued');
    });
    try {
      expect((await ended((await accepted()).id)).status).toBe('succeeded');
    } finally {
      await Promise.all(started.map((process) => process.stop()));
      worker = startProcess({ app: 'worker', env: { ...stack.env, WORKER_HEALTH_PORT: String(healthPort) } });
    }
    await expectService();
  }, 240_000);
});
