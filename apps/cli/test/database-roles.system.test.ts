import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '@connectory/database';
import { startEmbeddedPostgres } from '@connectory/embedded';
import { buildSpec, operation, type RunningProcess, startProcess, waitFor } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
let started: RunningProcess[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-roles-'));
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((running) => running.stop()));
  await rm(folder, { recursive: true, force: true });
});

function start(app: 'api' | 'cli', args: readonly string[], env: { readonly [name: string]: string }): RunningProcess {
  const unset = {
    DATABASE_URL: '',
    DATABASE_WORKER_URL: '',
    DATABASE_OWNER_URL: '',
    REDIS_URL: '',
    CONNECTORY_URL: '',
  };
  const own = { CONNECTORY_DATA_DIR: path.join(folder, 'data'), PORT: '0', LOG_LEVEL: 'warn' };
  const running = startProcess({ app, args, env: { ...unset, ...own, ...env } });
  started.push(running);
  return running;
}

async function query<Row>(url: string, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** The roles of all connections to a database but one's own. */
async function rolesOf(url: string): Promise<readonly string[]> {
  const rows = await query<{ role: string }>(
    url,
    `select distinct usename as role from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend' order by 1`,
  );
  return rows.map(({ role }) => role);
}

describe('connectory start with the embedded database', () => {
  test('gives API and worker roles of their own, also in the data folder of an earlier release', async () => {
    const dataDir = path.join(folder, 'data');
    const earlier = await startEmbeddedPostgres({ dataDir });
    await migrate(earlier.databaseUrl);
    await earlier.stop();
    const server = start('cli', ['start'], {});
    await server.untilOutput('serves at');

    const saved = path.join(dataDir, 'database-url');
    const url = new URL((await readFile(saved, 'utf8')).trim());
    expect(url.username).toBe('connectory_api');
    const passwords = path.join(dataDir, 'postgres-service-passwords.json');
    for (const file of [saved, passwords]) expect((await stat(file)).mode & 0o777).toBe(0o600);

    const spec = path.join(folder, 'pets.json');
    await writeFile(
      spec,
      JSON.stringify(buildSpec({ paths: { '/pets': { get: operation({ operationId: 'listPets' }) } } })),
    );
    expect(await start('cli', ['import', spec], {}).exited).toMatchObject({ code: 0 });
    const password = (await readFile(path.join(dataDir, 'postgres-password'), 'utf8')).trim();
    Object.assign(url, { username: 'connectory', password });
    expect(await rolesOf(url.href)).toEqual(['connectory_api', 'connectory_worker']);
    expect(server.output()).not.toMatch(/may do more|lacks privileges/);
  }, 120_000);
});

describe('with a database of its own', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test('connectory migrate creates the roles of the URLs and grants them what they need', async () => {
    const name = `service_${randomBytes(4).toString('hex')}`;
    const urlOf = (kind: string): string => {
      const url = new URL(database.url);
      Object.assign(url, { username: `${name}_${kind}`, password: kind });
      return url.href;
    };
    const urls = { DATABASE_URL: urlOf('api'), DATABASE_WORKER_URL: urlOf('worker') };
    try {
      const migrated = start('cli', ['migrate'], { ...urls, DATABASE_OWNER_URL: database.url });
      expect(await migrated.exited).toMatchObject({ code: 0 });
      expect(migrated.output()).toBe(`the database is up to date\ngranted to ${name}_api, ${name}_worker\n`);
      for (const url of Object.values(urls)) {
        expect(await query(url, 'select id from imports')).toEqual([]);
        expect(await query(url, 'select * from bullmq.job')).toEqual([]);
      }
      // The role of the API cannot migrate.
      expect(await start('cli', ['migrate'], urls).exited).toMatchObject({ code: 1 });
    } finally {
      const roles = `${name}_api, ${name}_worker`;
      await query(database.url, `drop owned by ${roles}; drop role ${roles}`);
    }
  });

  test('an installation with the URL of the owner alone works, and each process warns', async () => {
    const server = start('cli', ['start'], { DATABASE_URL: database.url });
    await server.untilOutput('serves at');
    const warnings = (): number => server.output().match(/"powers":\["superuser".*may do more/g)?.length ?? 0;
    await waitFor(async () => warnings() === 2, { describe: 'API and worker warn' });
  }, 60_000);

  test('an API whose role lacks a privilege names it, and is ready once it is granted', async () => {
    await query(database.url, 'revoke update on imports from connectory_api');
    const api = start('api', [], { DATABASE_URL: database.apiUrl, LOG_LEVEL: 'info' });
    const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/);
    const ready = async (): Promise<number> => (await fetch(`${baseUrl}/readyz`)).status;
    expect(await ready()).toBe(503);
    await api.untilOutput(/The role connectory_api lacks privileges: update on imports\./);
    await query(database.url, 'grant update on imports to connectory_api');
    await waitFor(async () => (await ready()) === 200, { describe: 'the API is ready' });
  }, 60_000);
});
