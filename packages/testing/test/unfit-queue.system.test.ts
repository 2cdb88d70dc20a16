import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  buildSpec,
  findFreePort,
  importForm,
  readMetrics,
  type RedisServer,
  startProcess,
  startRedis,
  type RunningProcess,
  waitFor,
} from '@connectory/harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queueBackends, type Stack, startStack } from '../src/index.ts';

/** How an operator breaks a Redis, and what the service says. */
const faults = [
  ['full', ['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0'], 'raise "maxmemory"'],
  ['a read-only replica', ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE'], 'set REDIS_URL to the primary'],
  ['without permissions', ['ACL', 'SETUSER', 'default', '-@write'], ['ACL', 'SETUSER', 'default', '+@all'], 'grant'],
] as const;

describe.runIf(queueBackends().length > 1)('a Redis that is', () => {
  let folder: string;
  let redis: RedisServer;
  let admin: Redis;
  let stack: Stack;
  let worker: RunningProcess;
  let metricsPort: number;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'unfit-queue-'));
    const started = await startRedis(folder);
    if (started === undefined) throw new Error('no Redis');
    redis = started;
    admin = new Redis(redis.url);
    admin.on('error', () => undefined);
    metricsPort = await findFreePort();
    const env = { METRICS_PORT: String(metricsPort) };
    stack = await startStack({ name: 'redis', redisUrl: redis.url }, { workers: 0, env });
    worker = startProcess({ app: 'worker', env: { ...stack.env, METRICS_PORT: '0' } });
    await worker.untilOutput('worker ready');
  }, 60_000);

  afterAll(async () => {
    await worker.stop();
    await stack.stop();
    admin.disconnect();
    await redis.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const call = ([command, ...args]: readonly [string, ...string[]]) => admin.call(command, ...args);
  const readiness = async () => {
    const response = await fetch(`${stack.baseUrl}/readyz`);
    const { message = '' } = (await response.json()) as { message?: string };
    return { status: response.status, message, retryAfter: response.headers.get('Retry-After') };
  };
  const untilReady = () =>
    waitFor(async () => (await readiness()).status === 200, { timeoutMs: 30_000, describe: 'the API is ready' });
  const submit = async (): Promise<string> => {
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: importForm(buildSpec()) });
    expect(response.status).toBe(202);
    return ((await response.json()) as { id: string }).id;
  };
  const untilSucceeded = (id: string) =>
    waitFor(
      async () => ((await (await stack.fetch(`/imports/${id}`)).json()) as { status: string }).status === 'succeeded',
      { timeoutMs: 60_000, describe: `import ${id} succeeds; worker:\n${worker.output()}` },
    );
  const warnings = (): string[] =>
    (stack.api.output() + worker.output()).split('\n').filter((line) => /"level":"(warn|error)"/.test(line));

  test.each(faults)(
    '%s is not ready and names what to change; imports are accepted, and succeed afterwards',
    async (_name, breaks, mends, advice) => {
      await untilReady();
      const linesBefore = warnings().length;
      await call(breaks);
      let id: string;
      try {
        await waitFor(async () => (await readiness()).message.includes(advice), {
          describe: `/readyz says: ${advice}`,
        });
        expect(await readiness()).toMatchObject({ status: 503, retryAfter: '5' });
        expect((await readMetrics(metricsPort)).sum('connectory_queue_up')).toBe(0);
        const notAdded = (await readMetrics(metricsPort)).sum('connectory_jobs_not_added_total');
        id = await submit();
        expect((await readMetrics(metricsPort)).sum('connectory_jobs_not_added_total')).toBe(notAdded + 1);
        await stack.api.untilOutput(advice.replaceAll('"', String.raw`\"`));
        await worker.untilOutput(advice.replaceAll('"', String.raw`\"`));
      } finally {
        await call(mends);
      }
      await untilReady();
      await untilSucceeded(id);
      expect(warnings().length - linesBefore, warnings().slice(linesBefore).join('\n')).toBeLessThan(40);
    },
    90_000,
  );

  test('about to evict jobs is reported with the setting to change', async () => {
    await call(['CONFIG', 'SET', 'maxmemory', '100mb']);
    await call(['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru']);
    await stack.api.untilOutput(String.raw`set \"maxmemory-policy noeviction\" of Redis`);
    await worker.untilOutput(String.raw`set \"maxmemory-policy noeviction\" of Redis`);
    await call(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    await call(['CONFIG', 'SET', 'maxmemory', '0']);
    expect((await readiness()).status).toBe(200);
  }, 30_000);

  test('known to be away fails jobs at once, loses no import, and logs its end', async () => {
    await untilReady();
    await redis.kill();
    await waitFor(async () => (await readiness()).status === 503, { describe: 'the API is not ready' });
    const ids = await Promise.all(Array.from({ length: 20 }, submit));
    await stack.api.untilOutput('The queue is away.');
    await redis.start();
    await untilReady();
    await Promise.all(ids.map(untilSucceeded));
    await stack.api.untilOutput('queue: connection is back');
    await worker.untilOutput('queue: connection is back');
  }, 90_000);

  test('away since the start of an API does not delay its uploads', async () => {
    await redis.kill();
    const api = startProcess({ app: 'api', env: { ...stack.env, PORT: '0', METRICS_PORT: '0' } });
    try {
      const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/);
      await api.untilOutput('queue: connection failed');
      const response = await fetch(`${baseUrl}/api/connect/v1/o/${stack.organisationId}/protocols/http/import`, {
        method: 'POST',
        body: importForm(buildSpec()),
        headers: { Authorization: `Bearer ${stack.apiKey}` },
      });
      expect(response.status).toBe(202);
      await api.untilOutput('The queue is away.');
      expect(api.output()).not.toContain('did not answer within');
      await redis.start();
      await untilSucceeded(((await response.json()) as { id: string }).id);
    } finally {
      await api.stop();
    }
  }, 90_000);
});
