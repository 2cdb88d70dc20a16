import { queueBackends, type Stack, startProcess, startStack, waitFor } from '@connectory/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { largeSpec } from './large-spec.ts';

const smallSpec = largeSpec(1);

interface View {
  readonly id: string;
  readonly connectorId: string;
  readonly status: string;
  readonly stage: string;
  readonly attempts: number;
  readonly error?: { readonly code: string };
}

describe.each(queueBackends())('delivery on $name', (backend) => {
  let stack: Stack;
  let database: pg.Pool;

  beforeAll(async () => {
    stack = await startStack(backend, { workers: 0, env: { WORKER_CONCURRENCY: '2', IMPORT_HEAP_MB: '256' } });
    database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    database.on('error', () => undefined);
  });

  afterAll(async () => {
    await database.end();
    await stack.stop();
  });

  const submit = async (spec: string): Promise<View> => {
    const form = new FormData();
    form.append('metadata', JSON.stringify({ format: 'openapi' }));
    form.append('file', new Blob([spec]), 'spec.json');
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: form });
    expect(response.status).toBe(202);
    return (await response.json()) as View;
  };
  const view = async (id: string): Promise<View> => (await (await stack.fetch(`/imports/${id}`)).json()) as View;
  const ended = (id: string): Promise<View> =>
    waitFor(
      async () => {
        const seen = await view(id);
        return ['succeeded', 'failed', 'cancelled'].includes(seen.status) && seen;
      },
      { timeoutMs: 40_000, describe: `import ${id} ends` },
    );
  const countVersions = async (connectorId: string): Promise<number> => {
    const { rows } = await database.query<{ count: number }>(
      'select count(*)::int as count from connector_versions where connector_id = $1',
      [connectorId],
    );
    return rows[0]?.count ?? 0;
  };

  test('an import whose worker is killed is finished by another, once and whole', async () => {
    const victim = startProcess({ app: 'worker', env: stack.env });
    const { id, connectorId } = await submit(largeSpec(8_000));
    await waitFor(async () => (await view(id)).status === 'running', { describe: 'it runs' });
    victim.kill('SIGKILL');
    await victim.exited;
    const successor = startProcess({ app: 'worker', env: stack.env });
    try {
      expect(await ended(id)).toMatchObject({ status: 'succeeded', attempts: 2 });
      expect(await countVersions(connectorId)).toBe(1);
      const { rows } = await database.query('select count(*)::int as count from actions');
      expect(rows).toEqual([{ count: 8_000 }]);
    } finally {
      await successor.stop();
    }
  }, 60_000);

  test('imports whose jobs the queue lost end all the same', async () => {
    // No worker runs yet: the jobs wait, and then are gone.
    const accepted = await Promise.all(Array.from({ length: 20 }, () => submit(smallSpec)));
    await loseJobs(backend.redisUrl, database);
    const worker = startProcess({ app: 'worker', env: stack.env });
    try {
      for (const { id } of accepted) expect((await ended(id)).status).toBe('succeeded');
    } finally {
      await worker.stop();
    }
  }, 60_000);

  test('a worker told to stop finishes what it does, takes nothing new, and exits with 0', async () => {
    const worker = startProcess({ app: 'worker', env: { ...stack.env, SHUTDOWN_SECONDS: '60' } });
    await worker.untilOutput('worker ready');
    const { id } = await submit(largeSpec(5_000));
    await waitFor(async () => (await view(id)).status === 'running', { describe: 'it runs' });
    worker.kill('SIGTERM');
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect(await view(id)).toMatchObject({ status: 'succeeded', attempts: 1 });
  }, 60_000);

  test('a document that needs more memory than allowed fails with a clear error, and harms no other', async () => {
    const worker = startProcess({ app: 'worker', env: { ...stack.env, IMPORT_HEAP_MB: '64' } });
    try {
      const [hungry, small] = await Promise.all([submit(largeSpec(60_000)), submit(smallSpec)]);
      expect(await ended(hungry.id)).toMatchObject({
        status: 'failed',
        attempts: 1,
        error: { code: 'import_out_of_memory' },
      });
      expect((await ended(small.id)).status).toBe('succeeded');
    } finally {
      await worker.stop();
    }
  }, 60_000);

  test('a document that takes too long fails with a clear error', async () => {
    const worker = startProcess({ app: 'worker', env: { ...stack.env, IMPORT_TIMEOUT_SECONDS: '1' } });
    try {
      const { id } = await submit(largeSpec(60_000));
      expect(await ended(id)).toMatchObject({ status: 'failed', error: { code: 'import_timed_out' } });
    } finally {
      await worker.stop();
    }
  }, 60_000);
});

/** What becomes of a queue when its store is emptied. */
async function loseJobs(redisUrl: string | undefined, database: pg.Pool): Promise<void> {
  if (redisUrl !== undefined) {
    const redis = new Redis(redisUrl);
    await redis.flushall();
    redis.disconnect();
    return;
  }
  const { rows } = await database.query<{ name: string }>(
    "select table_name as name from information_schema.columns where table_schema = 'bullmq' and table_name like '%job%' and column_name = 'id'",
  );
  for (const { name } of rows) await database.query(`delete from bullmq."${name}"`);
}
