import { findChild, startProcess, waitFor, importForm } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { largeSpec } from './large-spec.ts';

interface View {
  readonly id: string;
  readonly connectorId: string;
  readonly status: string;
  readonly stage: string;
}

describeOnQueues('a running import that is cancelled, on $name', (backend) => {
  let stack: Stack;
  let database: pg.Pool;

  beforeAll(async () => {
    // The whole test fits between two heartbeats, so only the announcement of the cancel can end the child.
    const env = { WORKER_CONCURRENCY: '1', HEARTBEAT_SECONDS: '100', STALE_AFTER_SECONDS: '200' };
    stack = await startStack(backend, { workers: 0, env });
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
  const untilStatus = (id: string, status: string): Promise<View> =>
    waitFor(
      async () => {
        const seen = await view(id);
        return seen.status === status && seen;
      },
      { timeoutMs: 60_000, describe: `import ${id} is ${status}` },
    );
  const countRows = async (table: 'connectors' | 'connector_versions' | 'actions' | 'definitions') =>
    (await database.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count;
  const written = () =>
    Promise.all((['connectors', 'connector_versions', 'actions', 'definitions'] as const).map(countRows));

  test('ends its process at once, writes nothing, delays no other import, and succeeds when retried', async () => {
    const worker = startProcess({ app: 'worker', env: stack.env });
    try {
      const { id } = await submit(largeSpec(10_000));
      // A stopped child keeps its import running until it is killed.
      const child = await waitFor(() => stopChildOf(worker.pid), {
        timeoutMs: 60_000,
        describe: 'an import child runs',
      });
      const cancelled = await stack.fetch(`/imports/${id}/cancel`, { method: 'POST' });
      expect(await cancelled.json()).toMatchObject({ id, status: 'cancelled' });
      await worker.untilOutput(/claim (no longer held|lost)/);
      // It is not killed if it was cancelled before the worker had read the import.
      signalIfRunning(child, 'SIGCONT');
      expect(await view(id)).toMatchObject({ status: 'cancelled', stage: 'done' });
      expect(await written()).toEqual([0, 0, 0, 0]);

      await untilStatus((await submit(largeSpec(1))).id, 'succeeded');
      expect(await written()).toEqual([1, 1, 1, 1]);

      expect((await stack.fetch(`/imports/${id}/retry`, { method: 'POST' })).status).toBe(202);
      expect(await untilStatus(id, 'succeeded')).toMatchObject({ attempts: 1, summary: { actions: 10_000 } });
      expect(await written()).toEqual([2, 2, 10_001, 10_001]);
    } finally {
      await worker.stop();
    }
  }, 110_000);

  test('leaves a worker that can be stopped, and is not claimed by another', async () => {
    const worker = startProcess({ app: 'worker', env: stack.env });
    const { id } = await submit(largeSpec(10_000));
    await untilStatus(id, 'running');
    await stack.fetch(`/imports/${id}/cancel`, { method: 'POST' });
    await worker.stop();
    expect(await worker.exited).toEqual({ code: 0, signal: null });
    const other = startProcess({ app: 'worker', env: stack.env });
    await untilStatus((await submit(largeSpec(1))).id, 'succeeded');
    expect((await view(id)).status).toBe('cancelled');
    await other.stop();
  }, 110_000);
});

/** Stops the import child of a worker. @returns its id; undefined when there is none. */
function stopChildOf(worker: number): number | undefined {
  const child = findChild(worker, 'import-child');
  if (child !== undefined) signalIfRunning(child, 'SIGSTOP');
  return child;
}

function signalIfRunning(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
