import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, MigrationError } from '../src/index.ts';

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

test('an edited migration is refused by name', async () => {
  await client.query("update _prisma_migrations set checksum = 'other'");
  await expect(migrate(testDatabase.url)).rejects.toThrow(MigrationError);
});

test('a migration that failed before blocks all others until it is resolved', async () => {
  await client.query('update _prisma_migrations set finished_at = null');
  await expect(migrate(testDatabase.url)).rejects.toThrow(/failed before/);
});
