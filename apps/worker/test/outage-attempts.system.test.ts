import { buildSpec, importForm, waitFor } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

interface View {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly lastFailure?: { readonly message: string; readonly nextAttemptAt?: string };
  readonly error?: { readonly code: string; readonly details?: string };
}

const maxAttempts = 2;

let stack: Stack;
let database: pg.Pool;

beforeAll(async () => {
  stack = await startStack({ name: 'postgres' }, { env: { IMPORT_MAX_ATTEMPTS: String(maxAttempts) } });
  database = new pg.Pool({ connectionString: stack.databaseUrl, max: 1 });
});

afterAll(async () => {
  await database.end();
  await stack.stop();
});

/** Makes PostgreSQL reject each new version, with the SQLSTATE of a fault. */
const failVersions = (state: string) =>
  database.query(`
    create or replace function fail_version() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = '${state}'; end $$;
    create or replace trigger fail_version before insert on connector_versions for each row execute function fail_version()`);

const submit = async (): Promise<View> => {
  const form = importForm(buildSpec());
  const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: form });
  expect(response.status).toBe(202);
  return (await response.json()) as View;
};

const untilView = (id: string, matches: (view: View) => boolean, describe: string): Promise<View> =>
  waitFor(
    async () => {
      const view = (await (await stack.fetch(`/imports/${id}`)).json()) as View;
      return matches(view) && view;
    },
    { timeoutMs: 40_000, describe },
  );

/** Makes the next attempt due now: the sweeper adds its job. */
const hurry = (id: string) =>
  database.query('update imports set due_at = now(), enqueued_at = null where id = $1', [id]);

test('while the disk of the database is full, attempts are minutes apart and do not count; the import ends afterwards', async () => {
  await failVersions('53100');
  const { id } = await submit();
  for (let attempts = 1; attempts <= maxAttempts + 1; attempts += 1) {
    const waiting = ({ status, attempts: made }: View): boolean => status === 'queued' && made === attempts;
    const { lastFailure } = await untilView(id, waiting, `attempt ${attempts} failed`);
    expect(lastFailure?.message, stack.workers[0]?.output()).toMatch(/disk of the database was full/);
    expect(Date.parse(lastFailure?.nextAttemptAt ?? '')).toBeGreaterThan(Date.now() + 5_000);
    await hurry(id);
  }
  await database.query('drop trigger fail_version on connector_versions');
  await hurry(id);
  const ended = await untilView(id, ({ status }) => status !== 'queued' && status !== 'running', 'the import ends');
  expect(ended).toMatchObject({ status: 'succeeded' });
  expect(ended.lastFailure).toBeUndefined();
}, 120_000);

test('an import that fails after its last attempt says why that failed', async () => {
  await failVersions('40P01');
  const { id } = await submit();
  const ended = await untilView(id, ({ status }) => status === 'failed', 'the import fails');
  await database.query('drop trigger fail_version on connector_versions');
  expect(ended).toMatchObject({
    attempts: maxAttempts,
    error: { code: 'import_attempts_exhausted', details: 'The last attempt: Another transaction was in the way.' },
  });
}, 60_000);
