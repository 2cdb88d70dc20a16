import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSpec, failingSpawn, findChild, importForm, spawnErrnos, waitFor } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** More than the children that one process runs at a time: a slot that is not given back makes a later request wait. */
const repeats = 5;

let folder: string;
let stack: Stack;
let addresses: readonly string[];

const failFile = (): string => path.join(folder, 'errno');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'failing-spawn-'));
  stack = await startStack({ name: 'postgres' }, { env: { ...failingSpawn(failFile()), IMPORT_MAX_ATTEMPTS: '50' } });
});
afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

async function upload(version: string): Promise<{ id: string; connectorId: string }> {
  const body = importForm(JSON.stringify(buildSpec({})), { format: 'openapi', version });
  const { id, connectorId }: { [name: string]: unknown } = Object(
    await (await stack.fetch('/protocols/http/import', { method: 'POST', body })).json(),
  );
  return { id: String(id), connectorId: String(connectorId) };
}

async function statusOf(address: string): Promise<{ status: number; code: unknown }> {
  const response = await stack.fetch(address);
  const text = await response.text();
  return { status: response.status, code: response.ok ? undefined : Object(JSON.parse(text)).code };
}

/** A child of an earlier excerpt needs no start. */
async function endIdleChild(): Promise<void> {
  const idleChild = (): number | undefined => findChild(stack.api.pid, 'excerpt-child');
  const child = idleChild();
  if (child !== undefined) process.kill(child, 'SIGKILL');
  await waitFor(async () => idleChild() === undefined, { timeoutMs: 10_000, describe: 'the idle child has ended' });
}

describe('while the system starts no processes', () => {
  it('an import is retried, and succeeds once it can be', async () => {
    await writeFile(failFile(), String(spawnErrnos.EAGAIN));
    const { id, connectorId } = await upload('1');
    await stack.workers[0]?.untilOutput('failed to start an import child');
    await rm(failFile());
    const ended = await stack.fetch(`/imports/${id}`, { headers: { Prefer: 'wait=50' } });
    expect(await ended.json()).toMatchObject({ status: 'succeeded' });
    expect(stack.workers[0]?.running).toBe(true);
    addresses = [`/connectors/${connectorId}/versions/1/diff?from=1`, `/imports/${id}/document/excerpt`];
  });

  it.each(Object.entries(spawnErrnos))('diffs and excerpts get 503 after %s, and work afterwards', async (_, errno) => {
    await endIdleChild();
    await writeFile(failFile(), String(errno));
    for (const address of addresses) {
      for (let times = 0; times < repeats; times += 1)
        expect(await statusOf(address), address).toEqual({ status: 503, code: 'unavailable' });
    }
    await rm(failFile());
    for (const address of addresses) expect(await statusOf(address), address).toEqual({ status: 200, code: undefined });
    expect(stack.api.running).toBe(true);
  });
});
