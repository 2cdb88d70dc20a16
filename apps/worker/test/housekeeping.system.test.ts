import {
  buildSpec,
  findFreePort,
  type Metrics,
  readMetrics,
  startProcess,
  waitFor,
  importForm,
} from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import { consumeJobs, createQueueProducer, FinalJobError } from '@connectory/queue';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

describeOnQueues('housekeeping, with the queue on $name', (backend) => {
  let stack: Stack;
  let database: pg.Pool;
  const ports: number[] = [];

  beforeAll(async () => {
    stack = await startStack(backend, { workers: 0, env: { HOUSEKEEPING_SECONDS: '1', STALE_AFTER_SECONDS: '10' } });
    database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    ports.push(await findFreePort(), await findFreePort());
  });
  afterAll(async () => {
    await database.end();
    await stack.stop();
  });

  const statusOf = async (id: string): Promise<number> => (await stack.fetch(`/imports/${id}`)).status;
  const auditedRemovals = async (): Promise<readonly object[]> => {
    const { rows } = await database.query<object>(
      `select action, details from audit_events where actor_id = 'housekeeping' order by action`,
    );
    return rows;
  };
  const sumOfBoth = async (name: string, labels = {}): Promise<number> => {
    const both: readonly Metrics[] = await Promise.all(ports.map(readMetrics));
    return both.reduce((sum, metrics) => sum + metrics.sum(name, labels), 0);
  };

  test('an old import is expired and its version stays; only one of two workers removes it', async () => {
    await database.query(
      `insert into audit_events (id, at, actor_kind, actor_id, action, outcome, details)
       values ('01DXF6DT0000000000000000ZZ', '2020-01-01', 'system', 'test', 'key.created', 'succeeded', '{}')`,
    );
    await database.query(
      `insert into sessions (id, key_id, kind, token_hash, expires_at)
       select '01DXF6DT0000000000000000ZZ', id, 'session', '\\x00', now() - interval '1 hour' from api_keys limit 1`,
    );
    const workers = ports.map((port) =>
      startProcess({ app: 'worker', env: { ...stack.env, WORKER_HEALTH_PORT: String(port) } }),
    );
    try {
      await Promise.all(workers.map((worker) => worker.untilOutput('worker ready', 50_000)));
      const form = importForm(buildSpec());
      const headers = { Prefer: 'wait=60' };
      const made = await stack.fetch('/protocols/http/import', { method: 'POST', body: form, headers });
      expect(made.status).toBe(201);
      const { import: record }: { import: { id: string; connectorId: string } } = JSON.parse(await made.text());
      // A ULID with a time in 2020.
      const id = `01DXF6DT00${record.id.slice(10)}`;
      await database.query("update imports set id = $1, finished_at = now() - interval '31 days' where id = $2", [
        id,
        record.id,
      ]);
      await waitFor(async () => (await statusOf(id)) === 410, { timeoutMs: 30_000, describe: 'it has expired' });
      const answer: { code: string } = JSON.parse(await (await stack.fetch(`/imports/${id}/result`)).text());
      expect(answer.code).toBe('import_expired');
      expect(await statusOf('01DXF6DT0000000000000000ZZ')).toBe(404);
      expect((await stack.fetch(`/connectors/${record.connectorId}/versions`)).status).toBe(200);
      await waitFor(async () => (await sumOfBoth('connectory_housekeeping_removed_total', { kind: 'imports' })) === 1, {
        timeoutMs: 20_000,
        describe: 'it is counted',
      });
      await waitFor(
        async () => (await sumOfBoth('connectory_housekeeping_removed_total', { kind: 'sessions' })) === 1,
        {
          describe: 'the expired session is counted',
        },
      );
      await waitFor(async () => (await auditedRemovals()).length === 2, { describe: 'both removals are audited' });
      expect(await auditedRemovals()).toEqual([
        { action: 'audit.expired', details: '{"removed":1,"retentionDays":400}' },
        { action: 'import.expired', details: '{"removed":1,"retentionDays":30}' },
      ]);
      expect(await sumOfBoth('connectory_housekeeping_failed_total')).toBe(0);
      expect(await sumOfBoth('connectory_housekeeping_runs_total', { outcome: 'failed' })).toBe(0);
    } finally {
      await Promise.all(workers.map((worker) => worker.stop()));
    }
  }, 120_000);

  test('old failed jobs are removed, but not recent or waiting ones', async () => {
    const options = {
      databaseUrl: stack.databaseUrl,
      redisUrl: backend.redisUrl,
      prefix: `${stack.env['QUEUE_PREFIX']}-old`,
      onError: () => undefined,
    };
    const producer = createQueueProducer(options);
    const consumer = consumeJobs('import', { ...options, concurrency: 1, lockDurationMs: 10_000 }, async () => {
      throw new FinalJobError('no use');
    });
    try {
      await producer.add('import', 'failing-1', { importId: 'x' });
      await waitFor(async () => !(await producer.isAlive('import', 'failing-1')), {
        timeoutMs: 20_000,
        describe: 'the job has failed',
      });
      await consumer.close();
      await producer.add('import', 'waiting-1', { importId: 'x' });
      expect(await producer.removeOldJobs(60_000)).toBe(0);
      await waitFor(async () => (await producer.removeOldJobs(1)) === 1, { describe: 'the failed one is removed' });
      expect(await producer.isAlive('import', 'waiting-1')).toBe(true);
    } finally {
      await consumer.close();
      await producer.close();
    }
  }, 60_000);
});
