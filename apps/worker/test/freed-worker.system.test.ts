import { createServer, type Server } from 'node:http';
import { buildSpec, findChild, importForm, waitFor } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A host that accepts requests and never responds. */
interface SilentHost {
  readonly origin: string;
  /** Requests whose connections are open. */
  readonly open: Set<string>;
  close(): void;
}

async function startSilentHost(): Promise<SilentHost> {
  const open = new Set<string>();
  const server: Server = createServer((request, response) => {
    const url = request.url ?? '';
    open.add(url);
    response.on('close', () => open.delete(url));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, open, close };
}

/** Only the end of an import frees its worker within the time of a test: nothing else is polled or limited so soon. */
const slow = {
  WORKER_CONCURRENCY: '1',
  OUTBOUND_ALLOW: '127.0.0.1',
  SCHEMA_URL_TIMEOUT_SECONDS: '3000',
  SCHEMA_URL_IDLE_SECONDS: '600',
  HEARTBEAT_SECONDS: '300',
  STALE_AFTER_SECONDS: '900',
  SWEEP_SECONDS: '600',
};

describeOnQueues('the only worker, on $name, whose import waits for a host without end', (backend) => {
  let host: SilentHost;
  let stack: Stack;
  const start = async (env: { readonly [name: string]: string }): Promise<void> => {
    stack = await startStack(backend, { env: { ...slow, ...env } });
  };
  beforeAll(async () => {
    host = await startSilentHost();
  });
  afterAll(() => host.close());

  const submit = async (init: RequestInit): Promise<string> => {
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', ...init });
    expect(response.status).toBe(202);
    return String(Object(await response.json()).id);
  };
  const read = async (id: string) => Object(await (await stack.fetch(`/imports/${id}`)).json());
  const untilStatus = (id: string, status: string) =>
    waitFor(async () => (await read(id)).status === status, { timeoutMs: 60_000, describe: `${id} is ${status}` });

  /** Submits an import that waits for the host, stops its child, and submits another import, which waits for the worker. */
  const occupy = async (path: string) => {
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ schemaURL: host.origin + path, format: 'openapi' });
    const waiting = await submit({ headers, body });
    await waitFor(() => host.open.has(path), { timeoutMs: 60_000, describe: 'the document is requested' });
    const child = findChild(stack.workers[0]?.pid ?? 0, 'import-child');
    // A stopped process ends by SIGKILL only, as one that is in a loop does.
    if (child === undefined) throw new Error('no child');
    process.kill(child, 'SIGSTOP');
    const next = await submit({ body: importForm(JSON.stringify(buildSpec({}))) });
    return { waiting, next };
  };

  test('takes the next import when that one is cancelled, and requests its document no longer', async () => {
    await start({});
    try {
      const { waiting, next } = await occupy('/cancelled');
      expect(await read(next)).toMatchObject({ status: 'queued' });
      expect((await stack.fetch(`/imports/${waiting}/cancel`, { method: 'POST' })).status).toBe(200);
      await untilStatus(next, 'succeeded');
      expect(await read(waiting)).toMatchObject({ status: 'cancelled' });
      await waitFor(() => host.open.size === 0, { timeoutMs: 60_000, describe: 'the request of its document ends' });
    } finally {
      await stack.stop();
    }
  }, 180_000);

  test('takes the next import when that one exceeds its time, and requests its document no longer', async () => {
    await start({ IMPORT_TIMEOUT_SECONDS: '10' });
    try {
      const { waiting, next } = await occupy('/timed-out');
      await untilStatus(next, 'succeeded');
      expect(await read(waiting)).toMatchObject({ status: 'failed', error: { code: 'import_timed_out' } });
      await waitFor(() => host.open.size === 0, { timeoutMs: 60_000, describe: 'the request of its document ends' });
    } finally {
      await stack.stop();
    }
  }, 180_000);
});
