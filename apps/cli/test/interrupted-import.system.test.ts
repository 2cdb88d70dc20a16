import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSpec, findFreePort, type RunningProcess, waitFor } from '@connectory/harness';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startCommand } from './start-command.ts';

/** A host that keeps requests for documents waiting until it is told to respond. Until then, the imports are under way. */
interface SlowHost {
  readonly origin: string;
  isRequested(name: string): boolean;
  giveAll(): void;
  close(): void;
}

async function startSlowHost(): Promise<SlowHost> {
  const waiting = new Map<string, ServerResponse>();
  let isGiving = false;
  const give = (response: ServerResponse): void => void response.end(JSON.stringify(buildSpec({ title: 'Slow' })));
  const server: Server = createServer((request, response) => {
    waiting.set(request.url ?? '', response);
    if (isGiving) give(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isRequested: (name) => waiting.has(`/${name}`),
    giveAll: () => {
      isGiving = true;
      for (const response of waiting.values()) give(response);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe('while an import is under way', () => {
  let folder: string;
  let env: { readonly [name: string]: string };
  let host: SlowHost;
  let server: RunningProcess;
  const started: RunningProcess[] = [];

  const run = (args: readonly string[]): RunningProcess => {
    const running = startCommand(folder, args, env);
    started.push(running);
    return running;
  };
  const startServer = async (): Promise<void> => {
    server = run(['start']);
    await server.untilOutput('serves at', 120_000);
  };
  const startImport = async (name: string): Promise<RunningProcess> => {
    const running = run(['import', `${host.origin}/${name}`]);
    await waitFor(() => host.isRequested(name), { timeoutMs: 60_000, describe: `${name} is requested` });
    return running;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'connectory-cli-'));
    env = {
      PORT: String(await findFreePort()),
      OUTBOUND_ALLOW: '127.0.0.1',
      HEARTBEAT_SECONDS: '1',
      STALE_AFTER_SECONDS: '3',
      SWEEP_SECONDS: '1',
    };
    await startServer();
  }, 150_000);
  afterAll(async () => {
    await Promise.all(started.map((each) => each.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    host = await startSlowHost();
  });
  afterEach(() => host.close());

  test('Ctrl-C leaves it to the server, and the command says how to follow and to cancel it', async () => {
    const left = await startImport('left.json');
    left.kill('SIGINT');
    expect(await left.exited).toEqual({ code: 130, signal: null });
    const id = /The import ([0-9A-Z]{26}) continues on the server\./.exec(left.output())?.[1] ?? '';
    expect(left.output()).toMatch(new RegExp(`show ${id} --follow .*\n.*cancel ${id} `));
    host.giveAll();
    const followed = run(['show', id, '--follow']);
    expect(await followed.exited, followed.output()).toEqual({ code: 0, signal: null });
    expect(followed.output()).toContain('Slow');
  }, 150_000);

  test('the server is killed and started again: the command waits for it, and shows the result', async () => {
    const waiting = await startImport('kept.json');
    server.kill('SIGKILL');
    await waiting.untilOutput('The server does not respond. Waiting for it, for at most 60 s…', 60_000);
    await startServer();
    host.giveAll();
    expect(await waiting.exited, waiting.output()).toEqual({ code: 0, signal: null });
    expect(waiting.output()).toContain('Slow');
  }, 240_000);
});
