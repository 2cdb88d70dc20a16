import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { childProcessesOf, importForm, startProcess, waitFor } from '@connectory/harness';
import { queueBackends, type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { largeSpec } from './large-spec.ts';

/** Variables of Node's own channel to a forked process. */
const channelVariables = ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'];

describe.each(queueBackends())('the child that reads a document, with the queue on $name', (backend) => {
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
      const findChild = () => childProcessesOf(worker.pid).find((pid) => commandOf(pid).includes('import-child'));
      // A stopped child keeps its import running.
      child = await waitFor(findChild, { timeoutMs: 60_000, describe: 'an import child runs' });
      process.kill(child, 'SIGSTOP');
      expect((await view()).status).toBe('running');

      expect(variablesOf(child).toSorted()).toEqual(channelVariables);
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

/** @returns an empty text for a process that has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function variablesOf(pid: number): readonly string[] {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return entries.filter((entry) => entry !== '').map((entry) => entry.slice(0, entry.indexOf('=')));
}

/** File descriptors that are sockets. */
function socketsOf(pid: number): readonly number[] {
  const folder = `/proc/${pid}/fd`;
  const isSocket = (fd: string): boolean => {
    try {
      return readlinkSync(`${folder}/${fd}`).startsWith('socket:');
    } catch {
      // Closed since the folder was read.
      return false;
    }
  };
  return readdirSync(folder)
    .filter(isSocket)
    .map(Number)
    .toSorted((a, b) => a - b);
}
