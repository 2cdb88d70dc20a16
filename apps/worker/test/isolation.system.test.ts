import { buildSpec, createOwner, hostileDocuments, importForm, waitFor } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Characters of each hostile document. */
const size = 300_000;

const endedStatuses = new Set(['succeeded', 'failed']);

describe('an organisation beside one that sends hostile documents', () => {
  let stack: Stack;
  let other: { readonly root: string; readonly apiKey: string };

  beforeAll(async () => {
    const env = { WORKER_CONCURRENCY: '2', NODE_OPTIONS: '--max-old-space-size=512' };
    stack = await startStack({ name: 'postgres' }, { env });
    const { organisationId, apiKey } = await createOwner(stack.databaseUrl, 'other');
    other = { root: `${stack.baseUrl}/api/connect/v1/o/${organisationId}`, apiKey };
  }, 60_000);
  afterAll(() => stack.stop());

  const fetchAsOther = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(other.root + path, { ...init, headers: { Authorization: `Bearer ${other.apiKey}` } });

  const statusesOf = async (ids: readonly string[]): Promise<readonly string[]> =>
    Promise.all(ids.map(async (id) => String(Object(await (await stack.fetch(`/imports/${id}`)).json()).status)));

  it('reads and imports meanwhile, and every hostile import ends', { timeout: 300_000 }, async () => {
    const ids = await Promise.all(
      hostileDocuments.map(async ({ name, build }) => {
        const body = importForm(build(size), { version: '1' }, 'spec.yaml');
        const response = await stack.fetch('/protocols/http/import', { method: 'POST', body });
        expect(response.status, name).toBe(202);
        return String(Object(await response.json()).id);
      }),
    );
    const body = importForm(JSON.stringify(buildSpec({})), { version: '1' });
    const submitted = await fetchAsOther('/protocols/http/import', { method: 'POST', body });
    const { id } = Object(await submitted.json());
    await waitFor(
      async () => {
        const read = await fetchAsOther(`/imports/${id}`);
        expect(read.status).toBe(200);
        return endedStatuses.has(Object(await read.json()).status);
      },
      { timeoutMs: 120_000, describe: 'the import of the other organisation ends' },
    );
    // It did not wait for all the others.
    expect((await statusesOf(ids)).filter((status) => !endedStatuses.has(status)).length).toBeGreaterThan(0);
    await waitFor(async () => (await statusesOf(ids)).every((status) => endedStatuses.has(status)), {
      timeoutMs: 240_000,
      describe: 'all hostile imports end',
    });
    for (const importId of ids) {
      const result = await stack.fetch(`/imports/${importId}/result`);
      expect([200, 400]).toContain(result.status);
      await result.body?.cancel();
    }
    expect([stack.api.running, ...stack.workers.map(({ running }) => running)]).toEqual([true, true]);
  });
});
