import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { waitFor } from '@connectory/harness';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, MigrationError } from '../src/index.ts';
import { readMigrationNames } from '../src/postgres/migrate.ts';

let testDatabase: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});

test('migrating again, by several processes concurrently, applies nothing', async () => {
  const applied = await Promise.all([1, 2, 3].map(() => migrate(testDatabase.url)));
  expect(applied.flat()).toEqual([]);
});

test('an empty database is migrated once by several concurrent processes', async () => {
  await client.query('drop schema public cascade; create schema public');
  const applied = await Promise.all([1, 2, 3].map(() => migrate(testDatabase.url)));
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  const { rows } = await client.query('select migration_name, applied_steps_count from _prisma_migrations');
  expect(rows).toEqual(applied.flat().map((name) => ({ migration_name: name, applied_steps_count: 1 })));
});

test('a migration gives way to requests while others hold its lock, and is applied once they end', async () => {
  await client.query('drop schema public cascade; create schema public');
  await migrate(testDatabase.url, { upTo: '20261124091424_initial' });
  const reader = new pg.Client({ connectionString: testDatabase.url });
  await reader.connect();
  await reader.query('begin; lock table imports in access share mode');
  const waits: string[] = [];
  const migrated = migrate(testDatabase.url, { lockTimeoutMs: 50, onWait: (reason) => waits.push(reason) });
  await waitFor(() => waits.length > 1, { describe: 'the migration is tried again' });
  expect((await client.query('select from imports')).rowCount).toBe(0);
  await reader.query('commit');
  await reader.end();
  expect((await migrated).length).toBeGreaterThan(10);
});

test('a migration whose lock others keep fails in the end, and leaves nothing behind', async () => {
  await client.query('drop schema public cascade; create schema public');
  await migrate(testDatabase.url, { upTo: '20261124091424_initial' });
  await client.query('begin; lock table imports in access share mode');
  const options = { lockTimeoutMs: 50, patienceMs: 0, upTo: '20261124105929_idempotency_key' };
  await expect(migrate(testDatabase.url, options)).rejects.toThrow(
    /idempotency_key could not be applied.*lock timeout/,
  );
  await client.query('commit');
  expect(await migrate(testDatabase.url, options)).toEqual(['20261124105929_idempotency_key']);
  await migrate(testDatabase.url);
});

test('an owner who may not create extensions gets everything but the index of parts of names', async () => {
  const hasIndex = async (): Promise<boolean> =>
    (await client.query(`select from pg_indexes where indexname = 'connectors_name_parts'`)).rowCount === 1;
  await client.query('drop schema public cascade; create schema public');
  await migrate(testDatabase.url);
  expect(await hasIndex()).toBe(true);

  const role = `without_extensions_${randomBytes(6).toString('hex')}`;
  await client.query(
    `drop schema public cascade; create role ${role} login password 'p'; create schema public authorization ${role}`,
  );
  const url = Object.assign(new URL(testDatabase.url), { username: role, password: 'p' }).href;
  expect((await migrate(url)).at(-1)).toBe((await readMigrationNames()).at(-1));
  expect(await hasIndex()).toBe(false);

  await client.query(`drop schema public cascade; create schema public; drop role ${role}`);
  await migrate(testDatabase.url);
});

test('secrets of auth schemes that were stored in clear text leave them, and the other members stay', async () => {
  await client.query('drop schema public cascade; create schema public');
  await migrate(testDatabase.url, { upTo: '20261127093000_auth_scheme_secrets' });
  const grant = { grantType: 'authorization_code', clientId: 'c' };
  const oauth = { id: 'o', schemeType: 'oauth2', description: 'a', grant };
  const schemes = [
    { id: 'n', schemeType: 'none' },
    { ...oauth, grant: { ...grant, clientSecret: 'hush' } },
  ];
  await client.query(
    `with made as (insert into organisations (id, name) values ('o', 'O') returning id)
     insert into connectors (id, organisation_id, name, base_url, auth_scheme_configs) select 'c', id, 'C', '', $1 from made`,
    [JSON.stringify(schemes)],
  );
  await migrate(testDatabase.url);
  const { rows } = await client.query<{ schemes: string; secret: string; scheme: string }>(
    'select auth_scheme_configs as schemes, secret, scheme_id as scheme from connectors join auth_scheme_secrets on id = connector_id',
  );
  const expected = [schemes[0], { ...oauth, grant: { ...grant, hasClientSecret: true } }];
  expect(rows.map((row) => ({ ...row, schemes: JSON.parse(row.schemes) }))).toEqual([
    { schemes: expected, secret: 'hush', scheme: 'o' },
  ]);
});

test('an edited migration is refused by name', async () => {
  await client.query("update _prisma_migrations set checksum = 'other'");
  await expect(migrate(testDatabase.url)).rejects.toThrow(MigrationError);
});

test('a migration that failed before blocks all others until it is resolved', async () => {
  await client.query('update _prisma_migrations set finished_at = null');
  await expect(migrate(testDatabase.url)).rejects.toThrow(/failed before/);
});
