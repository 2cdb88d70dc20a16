import { signalWithChildren, startProcess, waitFor, importForm } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { largeSpec } from './large-spec.ts';

const smallSpec = largeSpec(1);

/** A worker without the processor for longer than the stack's three seconds would lose its claim. */
const unhurried = { STALE_AFTER_SECONDS: '60' };

interface View {
  readonly id: string;
  readonly connectorId: string;
  readonly status: string;
  readonly stage: string;
  readonly attempts: number;
  readonly error?: { readonly code: string };
}

describeOnQueues('delivery on $name', (backend) => {
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
    const form = importForm(spec);
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
      { timeoutMs: 60_000, describe: `import ${id} ends` },
    );
  const countVersions = async (connectorId: string): Promise<number> => {
    const { rows } = await database.query<{ count: number }>(
      'select count(*)::int as count from connector_versions where connector_id = $1',
      [connectorId],
    );
    return rows[0]?.count ?? 0;
  };

  test('an import whose worker is killed is completed once by another worker', async () => {
    const victim = startProcess({ app: 'worker', env: stack.env });
    const { id, connectorId } = await submit(largeSpec(8_000));
    await waitFor(async () => (await view(id)).status === 'running', { timeoutMs: 40_000, describe: 'it runs' });
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
  }, 240_000);

  test('an import whose worker freezes is completed by another, and not written again when the first resumes', async () => {
    const frozen = startProcess({ app: 'worker', env: { ...stack.env, LOG_LEVEL: 'info' } });
    const { id, connectorId } = await submit(largeSpec(8_000));
    await waitFor(async () => (await view(id)).status === 'running', { timeoutMs: 40_000, describe: 'it runs' });
    signalWithChildren(frozen.pid, 'SIGSTOP');
    const successor = startProcess({ app: 'worker', env: stack.env });
    try {
      expect(await ended(id)).toMatchObject({ status: 'succeeded', attempts: 2 });
      signalWithChildren(frozen.pid, 'SIGCONT');
      // A worker that froze while it connected to the database fails there first.
      await frozen.untilOutput(/claim no longer held|claim lost|Connection terminated/);
      expect(await view(id)).toMatchObject({ status: 'succeeded', attempts: 2 });
      expect(await countVersions(connectorId)).toBe(1);
    } finally {
      signalWithChildren(frozen.pid, 'SIGCONT');
      await Promise.all([successor.stop(), frozen.stop()]);
    }
  }, 240_000);

  test('a stopping worker finishes its running import, takes no new ones, and exits with 0', async () => {
    const worker = startProcess({ app: 'worker', env: { ...stack.env, ...unhurried, SHUTDOWN_SECONDS: '60' } });
    await worker.untilOutput('worker ready');
    const { id } = await submit(largeSpec(5_000));
    await waitFor(async () => (await view(id)).status === 'running', { timeoutMs: 40_000, describe: 'it runs' });
    worker.kill('SIGTERM');
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect(await view(id)).toMatchObject({ status: 'succeeded', attempts: 1 });
  }, 240_000);

  test('a stopping worker releases what it cannot finish in time and exits with 0, also after a second signal', async () => {
    // The last five seconds of the deadline are for releasing claims, so no time is left for work.
    const worker = startProcess({ app: 'worker', env: { ...stack.env, ...unhurried, SHUTDOWN_SECONDS: '5' } });
    await worker.untilOutput('worker ready');
    const { id } = await submit(largeSpec(10_000));
    await waitFor(async () => (await view(id)).status === 'running', { timeoutMs: 40_000, describe: 'it runs' });
    worker.kill('SIGTERM');
    worker.kill('SIGTERM');
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    expect(await view(id)).toMatchObject({ status: 'queued', attempts: 1 });
    const successor = startProcess({ app: 'worker', env: stack.env });
    try {
      expect(await ended(id)).toMatchObject({ status: 'succeeded', attempts: 2 });
    } finally {
      await successor.stop();
    }
  }, 240_000);

  test('a document above the memory limit fails with a clear error and does not affect other imports', async () => {
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
  }, 240_000);

  test('a document above the time limit fails with a clear error', async () => {
    const worker = startProcess({ app: 'worker', env: { ...stack.env, IMPORT_TIMEOUT_SECONDS: '1' } });
    try {
      const { id } = await submit(largeSpec(60_000));
      expect(await ended(id)).toMatchObject({ status: 'failed', error: { code: 'import_timed_out' } });
    } finally {
      await worker.stop();
    }
  }, 240_000);
});
