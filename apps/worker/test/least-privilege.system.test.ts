import {
  channelVariables,
  commandOf,
  findChild,
  importForm,
  socketsOf,
  startProcess,
  variablesOf,
  waitFor,
} from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { largeSpec } from './large-spec.ts';

describeOnQueues('the child that reads a document, with the queue on $name', (backend) => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack(backend, { workers: 0, env: { WORKER_CONCURRENCY: '1', WORKER_BULK_CONCURRENCY: '0' } });
  });

  afterAll(() => stack.stop());

  test('has no environment and no socket but the pipes of its parent while it imports', async () => {
    const worker = startProcess({ app: 'worker', env: stack.env });
    let child: number | undefined;
    try {
      const response = await stack.fetch('/protocols/http/import', {
        method: 'POST',
        body: importForm(largeSpec(10_000)),
      });
      const { id } = (await response.json()) as { id: string };
      const view = async () => (await (await stack.fetch(`/imports/${id}`)).json()) as { status: string };
      // A stopped child keeps its import running.
      child = await waitFor(() => findChild(worker.pid, 'import-child'), {
        timeoutMs: 60_000,
        describe: 'an import child runs',
      });
      process.kill(child, 'SIGSTOP');
      expect((await view()).status).toBe('running');

      expect(variablesOf(child)).toEqual(channelVariables);
      expect(commandOf(child)).not.toMatch(/postgres|redis/);
      // Standard error, Node's channel and the stream of frames. The worker has connections to the database beside these.
      expect(socketsOf(child)).toEqual([2, 3, 4]);
      expect(socketsOf(worker.pid).length).toBeGreaterThan(3);
    } finally {
      if (child !== undefined) process.kill(child, 'SIGCONT');
      await worker.stop();
    }
  }, 110_000);
});
