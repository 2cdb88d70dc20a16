import { createOwner, importForm, startProcess, waitFor } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { largeSpec } from './large-spec.ts';

const flood = 100;

interface Submitter {
  readonly organisationId: string;
  readonly apiKey: string;
}

describeOnQueues('fairness between organisations on $name', (backend) => {
  let stack: Stack;
  let database: pg.Pool;

  beforeAll(async () => {
    stack = await startStack(backend, { workers: 0, env: { WORKER_CONCURRENCY: '1' } });
    database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    database.on('error', () => undefined);
  });

  afterAll(async () => {
    await database.end();
    await stack.stop();
  });

  const submit = async ({ organisationId, apiKey }: Submitter, spec = largeSpec(1)): Promise<string> => {
    const response = await fetch(`${stack.baseUrl}/api/connect/v1/o/${organisationId}/protocols/http/import`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${apiKey}` },
      body: importForm(spec),
    });
    expect(response.status).toBe(202);
    return String(Reflect.get(Object(await response.json()), 'id'));
  };
  const count = async (status: string): Promise<number> => {
    const { rows } = await database.query<{ count: number }>(
      'select count(*)::int as count from imports where status::text = $1',
      [status],
    );
    return rows[0]?.count ?? 0;
  };

  test(`a single import starts next, although another organisation has ${flood} waiting; all succeed`, async () => {
    const other = await createOwner(stack.databaseUrl, 'other');
    for (let index = 0; index < flood; index += 10) await Promise.all(Array.from({ length: 10 }, () => submit(stack)));
    const single = await submit(other);
    const worker = startProcess({ app: 'worker', env: stack.env });
    try {
      await waitFor(async () => (await count('succeeded')) === flood + 1, {
        timeoutMs: 120_000,
        describe: 'all imports have succeeded',
      });
    } finally {
      await worker.stop();
    }
    const { rows } = await database.query<{ before: number }>(
      `select count(*)::int as before from imports other join imports single on single.id = $1
        where other.id <> single.id and other.started_at < single.started_at`,
      [single],
    );
    // One import of the other organisation may have its turn before.
    expect(rows[0]?.before).toBeLessThanOrEqual(1);
  }, 180_000);

  test('an import that is cancelled while it runs frees its worker at once', async () => {
    const long = await submit(stack, largeSpec(60_000));
    const worker = startProcess({
      app: 'worker',
      env: { ...stack.env, HEARTBEAT_SECONDS: '60', STALE_AFTER_SECONDS: '600' },
    });
    try {
      await waitFor(async () => (await count('running')) === 1, { timeoutMs: 60_000, describe: 'it runs' });
      const next = await submit(stack);
      const cancelled = await stack.fetch(`/imports/${long}/cancel`, { method: 'POST' });
      expect(cancelled.status).toBe(200);
      // Its only worker would otherwise be taken until the next heartbeat, for a minute.
      await waitFor(
        async () => {
          const response = await stack.fetch(`/imports/${next}`);
          return Reflect.get(Object(await response.json()), 'status') === 'succeeded';
        },
        { timeoutMs: 45_000, describe: 'the next import has succeeded' },
      );
    } finally {
      await worker.stop();
    }
  }, 180_000);
});
