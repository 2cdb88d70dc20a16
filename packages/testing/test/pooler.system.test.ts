import { execFileSync } from 'node:child_process';
import { requireOwnSessions } from '@connectory/database';
import {
  buildSpec,
  createOwner,
  importForm,
  type Owner,
  type PgBouncer,
  type RunningProcess,
  startPgBouncer,
  startProcess,
  waitFor,
} from '@connectory/harness';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, describeOnQueues, type QueueBackend, type TestDatabase } from '../src/index.ts';

const isInstalled = (): boolean => {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const runs = process.env['REQUIRE_PGBOUNCER'] === '1' || isInstalled();

/** Long, because a loaded machine starts processes slowly. */
const startTimeoutMs = 240_000;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Starts PgBouncer for the time of an action. */
async function behindPooler(
  options: { mode: 'session' | 'transaction'; resetQuery?: string },
  action: (pooler: PgBouncer) => Promise<void>,
): Promise<void> {
  const pooler = await startPgBouncer({ ...options, urls: [database.url, database.apiUrl, database.workerUrl] });
  try {
    await action(pooler);
  } finally {
    await pooler.stop();
  }
}

const settingsThrough = ({ urlOf }: PgBouncer): { readonly [name: string]: string } => ({
  DATABASE_URL: urlOf(database.apiUrl),
  DATABASE_WORKER_URL: urlOf(database.workerUrl),
  REDIS_URL: '',
  HOST: '127.0.0.1',
  PORT: '0',
});

const runCli = async (args: readonly string[], env: { readonly [name: string]: string }): Promise<[number, string]> => {
  const command = startProcess({ app: 'cli', args, env });
  const { code } = await command.exited;
  return [code ?? -1, command.output()];
};

test('a direct connection is a session of its own', async () => {
  await requireOwnSessions(database.apiUrl);
});

describe.runIf(runs)('PgBouncer', () => {
  const transactionAdvice = 'pooler that shares sessions: set "pool_mode = session" of PgBouncer';

  test('in session mode gives sessions of their own', () =>
    behindPooler({ mode: 'session' }, ({ urlOf }) => requireOwnSessions(urlOf(database.apiUrl))));

  test('in transaction mode is found', () =>
    behindPooler({ mode: 'transaction' }, ({ urlOf }) =>
      expect(requireOwnSessions(urlOf(database.apiUrl))).rejects.toThrow(transactionAdvice),
    ));

  test('that keeps the settings of earlier sessions is found', () =>
    behindPooler({ mode: 'session', resetQuery: '' }, ({ urlOf }) =>
      expect(requireOwnSessions(urlOf(database.apiUrl))).rejects.toThrow('set "server_reset_query = DISCARD ALL"'),
    ));

  test(
    'in transaction mode in front of API and worker: both start, are not ready, and name the setting',
    () =>
      behindPooler({ mode: 'transaction' }, async (pooler) => {
        const env = settingsThrough(pooler);
        const api = startProcess({ app: 'api', env });
        const worker = startProcess({ app: 'worker', env });
        try {
          const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/, startTimeoutMs);
          for (const running of [api, worker])
            await running.untilOutput('is behind a pooler that shares sessions', startTimeoutMs);
          const response = await fetch(`${baseUrl}/readyz`);
          expect([response.status, await response.json()]).toMatchObject([
            503,
            { message: expect.stringContaining(transactionAdvice) },
          ]);
        } finally {
          await Promise.all([api.stop(), worker.stop()]);
        }
      }),
    startTimeoutMs,
  );

  test.each([
    ['migrate', 'DATABASE_OWNER_URL'],
    ['keys list', 'DATABASE_URL'],
  ])(
    'in transaction mode refuses "connectory %s", and names the setting',
    (command, name) =>
      behindPooler({ mode: 'transaction' }, async (pooler) => {
        const env = {
          ...settingsThrough(pooler),
          [name]: pooler.urlOf(name === 'DATABASE_URL' ? database.apiUrl : database.url),
        };
        expect(await runCli(command.split(' '), env)).toEqual([1, expect.stringContaining(transactionAdvice)]);
      }),
    startTimeoutMs,
  );

  test(
    'in session mode serves "connectory migrate" and "connectory doctor"',
    () =>
      behindPooler({ mode: 'session' }, async (pooler) => {
        const env = settingsThrough(pooler);
        const migrated = await runCli(['migrate'], { ...env, DATABASE_OWNER_URL: pooler.urlOf(database.url) });
        expect(migrated).toEqual([0, expect.stringContaining('up to date')]);
        const [, findings] = await runCli(['doctor'], env);
        expect(findings.match(/^ok .*is reachable, migrated, and grants what is needed/gm)).toHaveLength(2);
      }),
    startTimeoutMs,
  );
});

describeOnQueues(
  'PgBouncer in session mode, with jobs in $name',
  { skip: !runs, timeout: 2 * startTimeoutMs },
  (backend) => {
    test('serves uploads, waits and reads of each organisation, also in sessions that earlier processes left', () =>
      behindPooler({ mode: 'session' }, async (pooler) => {
        const owners = [await createOwner(database.url, 'first'), await createOwner(database.url, 'second')];
        // The second programs get the sessions of the first.
        for (const round of [1, 2]) await serveThrough(pooler, backend, owners, round);
      }));
  },
);

async function serveThrough(
  pooler: PgBouncer,
  backend: QueueBackend,
  owners: readonly Owner[],
  round: number,
): Promise<void> {
  const env = { ...settingsThrough(pooler), REDIS_URL: backend.redisUrl ?? '', QUEUE_PREFIX: `pooler-${process.pid}` };
  const api = startProcess({ app: 'api', env });
  const worker = startProcess({ app: 'worker', env });
  try {
    const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/, startTimeoutMs);
    await waitFor(async () => (await fetch(`${baseUrl}/readyz`)).status === 200, {
      timeoutMs: startTimeoutMs,
      describe: () => `the API is ready: ${api.output()}`,
    });
    await Promise.all(owners.map((owner) => importSeveral(baseUrl, owner, round)));
    expect(await countDirectSessions()).toBe(0);
    expectNoPoolerFaults(api, worker);
  } finally {
    await Promise.all([api.stop(), worker.stop()]);
  }
}

const importsOfRound = 5;

/** Imports with `Prefer: wait`, which needs LISTEN, and reads the list, which row-level security limits. */
async function importSeveral(baseUrl: string, { organisationId, apiKey }: Owner, round: number): Promise<void> {
  const url = `${baseUrl}/api/connect/v1/o/${organisationId}`;
  const headers = { Authorization: `Bearer ${apiKey}`, Prefer: 'wait=60' };
  const uploads = Array.from({ length: importsOfRound }, async (_, index) => {
    const body = importForm(buildSpec({ title: `${organisationId} ${round} ${index}` }));
    const response = await fetch(`${url}/protocols/http/import`, { method: 'POST', body, headers });
    expect([201, 202]).toContain(response.status);
    await response.arrayBuffer();
  });
  await Promise.all(uploads);
  const readStatuses = async (): Promise<readonly string[]> => {
    const page = Object(await (await fetch(`${url}/imports?first=100`, { headers })).json());
    return page.imports.map(({ status }: { status: string }) => status);
  };
  const expected = Array.from({ length: importsOfRound * round }, () => 'succeeded').join();
  await waitFor(async () => (await readStatuses()).join() === expected, {
    timeoutMs: startTimeoutMs,
    describe: `all imports of the organisation, and no others, succeed: ${expected}`,
  });
}

/** Sessions of programs that did not come through the pooler, which would make the test prove nothing. */
async function countDirectSessions(): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and application_name like 'connectory%' and client_addr is null`,
    );
    return rows[0]?.count ?? -1;
  } finally {
    await client.end();
  }
}

/** What a pooler that does not fit causes. A slow machine may log other trouble. */
function expectNoPoolerFaults(...running: readonly RunningProcess[]): void {
  const lines = running.flatMap((program) => program.output().split('\n'));
  expect(lines.filter((line) => /pooler|prepared statement|startup parameter|row-level security/.test(line))).toEqual(
    [],
  );
}
