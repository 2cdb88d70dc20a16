import {
  createOwner,
  databaseSettings,
  findFreePort,
  migrateEmbedded,
  type RunningProcess,
  startProcess,
  waitFor,
} from '@connectory/harness';
import { migrate } from '@connectory/database';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../src/index.ts';

let database: TestDatabase;
let started: RunningProcess[];

beforeEach(async () => {
  database = await createTestDatabase();
  started = [];
  await runAsOwner(
    'drop schema public cascade; drop schema bullmq cascade; create schema public; grant usage on schema public to public',
  );
});

async function runAsOwner(statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(statements);
  await client.end();
}

afterEach(async () => {
  await Promise.all(started.map((running) => running.stop()));
  await database.drop();
});

/** How far each database is migrated when API and worker start. */
const states = {
  empty: async () => undefined,
  'half-migrated': async () => {
    await migrate(database.url, { upTo: '20261124120500_rate_limits' });
    await runAsOwner('grant select on _prisma_migrations to connectory_api, connectory_worker');
  },
} as const;

/** Log lines that an operator would look at. */
function troubles(running: RunningProcess): readonly string[] {
  return running
    .output()
    .split('\n')
    .filter((line) => !/^$|"level":"info"/.test(line));
}

describe.each(['empty', 'half-migrated'] as const)('with a database that is %s', (state) => {
  test('API and worker start, are not ready, say once what to run, and serve once it was run', async () => {
    await states[state]();
    const port = await findFreePort();
    const env = { ...databaseSettings(database), REDIS_URL: '', PORT: '0', WORKER_HEALTH_PORT: String(port) };
    const api = startProcess({ app: 'api', env });
    const worker = startProcess({ app: 'worker', env });
    started.push(api, worker);
    const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/);
    const health = `http://127.0.0.1:${port}`;
    for (const running of [api, worker]) await running.untilOutput('not migrated: run');
    for (const url of [baseUrl, health]) {
      const response = await fetch(`${url}/readyz`);
      expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('connectory migrate')]);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    }
    const refused = await fetch(`${baseUrl}/api/connect/v1/limits`, { headers: { Authorization: 'Bearer any' } });
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'unavailable' }]);
    expect(refused.headers.get('Retry-After')).toBe('5');
    expect(troubles(worker)).toEqual([expect.stringContaining('"level":"error"')]);

    await migrateEmbedded({
      databaseUrl: database.url,
      serviceUrls: { api: database.apiUrl, worker: database.workerUrl },
    });
    const owner = await createOwner(database.url, 'test');
    await worker.untilOutput('worker ready');
    await waitFor(async () => (await fetch(`${baseUrl}/readyz`)).status === 200, { describe: 'the API is ready' });
    const headers = { Authorization: `Bearer ${owner.apiKey}` };
    expect((await fetch(`${baseUrl}/api/connect/v1/limits`, { headers })).status).toBe(200);
  });
});
