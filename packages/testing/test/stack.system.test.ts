import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSpec, waitFor, importForm } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '../src/index.ts';

describeOnQueues('the whole service, with the queue on $name', (backend) => {
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
      { timeoutMs: 40_000, describe: 'the import ends' },
    );
    expect(ended).toMatchObject({ status: 'succeeded', version: '2.3.4', summary: { actions: 1 } });
  });

  test('names the program and the purpose of each connection', async () => {
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    await database.connect();
    try {
      const named = ['', ' events', ...(backend.name === 'postgres' ? [' queue'] : [])];
      const expected = ['api', 'worker'].flatMap((program) =>
        named.map((purpose) => `connectory ${program}${purpose}`),
      );
      await waitFor(
        async () => {
          await fetch(`${stack.baseUrl}/readyz`);
          const { rows } = await database.query<{ name: string }>(
            `select distinct application_name as name from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()`,
          );
          // Connections that listen for events have the version behind their name.
          const names = rows.map(({ name }) => name.replace(/ events \d+\.\d+\.\d+$/, ' events'));
          // BullMQ names the connections that listen by their queue.
          const known = /^connectory (api|worker)( \w+)?$|^connectory session check$|^test-\w+-(bulk-)?import$/;
          expect(names.filter((name) => !known.test(name))).toEqual([]);
          return expected.every((name) => names.includes(name));
        },
        { describe: `there are connections with the names ${expected.join(', ')}` },
      );
    } finally {
      await database.end();
    }
  });

  test('exits with 0 on SIGTERM', async () => {
    stack.api.kill('SIGTERM');
    expect(await stack.api.exited).toEqual({ code: 0, signal: null });
  });
});
