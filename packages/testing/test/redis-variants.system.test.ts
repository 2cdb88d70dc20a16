import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  buildSpec,
  importForm,
  type RedisOptions,
  type RedisServer,
  startProcess,
  startRedis,
  waitFor,
} from '@connectory/harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, queueBackends, startStack, type TestDatabase } from '../src/index.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Starts a server for the time of an action, which is skipped if the server is not installed. */
async function withRedis(options: RedisOptions, action: (redis: RedisServer) => Promise<void>): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'redis-variant-'));
  const redis = await startRedis(folder, options);
  try {
    if (redis !== undefined) await action(redis);
    return redis !== undefined;
  } finally {
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits until an API with this queue, and `connectory doctor`, say so. */
async function expectRefusal(redisUrl: string, advice: string): Promise<void> {
  const env = { DATABASE_URL: database.apiUrl, DATABASE_WORKER_URL: database.workerUrl, REDIS_URL: redisUrl };
  const api = startProcess({ app: 'api', env: { ...env, PORT: '0', HOST: '127.0.0.1' } });
  try {
    const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/, 200_000);
    await waitFor(async () => (await (await fetch(`${baseUrl}/readyz`)).text()).includes(advice), {
      timeoutMs: 200_000,
      describe: () => `/readyz says: ${advice}. ${api.output()}`,
    });
    expect((await fetch(`${baseUrl}/readyz`)).status).toBe(503);
    await api.untilOutput(`the queue ${advice}`);
  } finally {
    await api.stop();
  }
  const doctor = startProcess({ app: 'cli', args: ['doctor'], env });
  await doctor.exited;
  expect(doctor.output()).toContain(`the queue ${advice}`);
}

describe.runIf(queueBackends().length > 1)('a Redis', { timeout: 240_000 }, () => {
  test('Cluster that serves all slots is refused, and names the setting to change', () =>
    withRedis({ mode: 'cluster' }, async ({ url }) => {
      const admin = new Redis(url);
      await admin.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
      await waitFor(async () => String(await admin.call('CLUSTER', 'INFO')).includes('cluster_state:ok'), {
        describe: 'the cluster serves',
      });
      admin.disconnect();
      await expectRefusal(url, 'is a Redis Cluster, which is not supported: set REDIS_URL to a single primary');
    }));

  test('Sentinel is refused, and names the setting to change', () =>
    withRedis({ mode: 'sentinel' }, ({ url }) =>
      expectRefusal(url, 'is a Redis Sentinel, which is not supported: set REDIS_URL to the primary that it watches'),
    ));
});

test('Valkey delivers jobs', async (context) => {
  const ran = await withRedis({ program: 'valkey-server' }, async ({ url }) => {
    const stack = await startStack({ name: 'redis', redisUrl: url });
    try {
      const body = importForm(buildSpec());
      const response = await stack.fetch('/protocols/http/import', { method: 'POST', body });
      const { id } = Object(await response.json());
      await waitFor(async () => /"succeeded"/.test(await (await stack.fetch(`/imports/${id}`)).text()), {
        timeoutMs: 200_000,
        describe: 'the import succeeds',
      });
      expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(200);
    } finally {
      await stack.stop();
    }
  });
  if (!ran) context.skip();
}, 240_000);
