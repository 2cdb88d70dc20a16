import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSpec, waitFor, importForm } from '@connectory/harness';
import { queueBackends, type Stack, startStack } from '../src/index.ts';

describe.each(queueBackends())('the whole service, with the queue on $name', (backend) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack(backend);
  });
  afterAll(() => stack.stop());

  test('imports an uploaded document', async () => {
    const form = importForm(buildSpec({ version: '2.3.4' }), {}, 'pets.json');
    const accepted = await stack.fetch('/protocols/http/import', { method: 'POST', body: form });
    expect(accepted.status).toBe(202);
    const { id }: { id: string } = JSON.parse(await accepted.text());
    const ended = await waitFor(
      async () => {
        const record: { status: string; version?: string } = JSON.parse(
          await (await stack.fetch(`/imports/${id}`)).text(),
        );
        return record.status !== 'queued' && record.status !== 'running' && record;
      },
      { describe: 'the import ends' },
    );
    expect(ended).toMatchObject({ status: 'succeeded', version: '2.3.4', summary: { actions: 1 } });
  });

  test('exits with 0 on SIGTERM', async () => {
    stack.api.kill('SIGTERM');
    expect(await stack.api.exited).toEqual({ code: 0, signal: null });
  });
});
