import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSpec, type KillableServer, startProcess, startRedis, waitFor, importForm } from '@connectory/harness';
import { queueBackends, type Stack, startStack } from '@connectory/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const importCount = 200;

describe.each(queueBackends().map(({ name }) => ({ name })))('a queue on $name', ({ name }) => {
  let folder: string;
  let redis: KillableServer | undefined;
  let stack: Stack;
  let database: pg.Pool;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'emptied-'));
    // A separate Redis, because the test deletes everything in it.
    redis = name === 'redis' ? await startRedis(folder) : undefined;
    stack = await startStack({ name, ...(redis === undefined ? {} : { redisUrl: redis.url }) }, { workers: 0 });
    database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    database.on('error', () => undefined);
  });

  afterAll(async () => {
    await database.end();
    await stack.stop();
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const submit = async (index: number): Promise<void> => {
    const form = importForm(buildSpec({ title: `Pets ${index}` }));
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: form });
    expect(response.status).toBe(202);
    await response.arrayBuffer();
  };
  const countImports = async (statuses: readonly string[]): Promise<number> => {
    const { rows } = await database.query<{ count: number }>(
      'select count(*)::int as count from imports where status::text = any($1)',
      [statuses],
    );
    return rows[0]?.count ?? 0;
  };
  const empty = async (): Promise<void> => {
    if (redis !== undefined) {
      const client = new Redis(redis.url);
      await client.flushall();
      client.disconnect();
      return;
    }
    const { rows } = await database.query<{ name: string }>(
      "select table_name as name from information_schema.columns where table_schema = 'bullmq' and table_name like '%job%' and column_name = 'id'",
    );
    for (const { name: table } of rows) await database.query(`delete from bullmq."${table}"`);
  };

  test(`that is emptied with ${importCount} imports, some of them running, loses none: each ends once`, async () => {
    for (let at = 0; at < importCount; at += 10)
      await Promise.all(Array.from({ length: 10 }, (_, index) => submit(at + index)));
    const worker = startProcess({ app: 'worker', env: stack.env });
    try {
      await waitFor(async () => (await countImports(['succeeded'])) > 5, {
        timeoutMs: 30_000,
        describe: 'some have ended',
      });
      expect(await countImports(['queued', 'running'])).toBeGreaterThan(100);
      await empty();
      await waitFor(async () => (await countImports(['succeeded'])) === importCount, {
        timeoutMs: 200_000,
        describe: 'all have succeeded',
      });
      const { rows } = await database.query('select count(*)::int as versions from connector_versions');
      expect(rows).toEqual([{ versions: importCount }]);
    } finally {
      await worker.stop();
    }
  }, 300_000);
});
