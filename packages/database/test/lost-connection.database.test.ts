import { waitFor } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '../src/index.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2, onError: () => undefined });
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test('a connection that the server closes right after it is taken fails its statements, and does not end the process', async () => {
  const client = await database.pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  expect(client.listenerCount('error')).toBeGreaterThan(0);
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await waitFor(
    () =>
      client
        .query('select 1')
        .then(() => false)
        .catch(() => true),
    { describe: 'the connection is lost' },
  );
  client.release(true);
  await database.pool.query('select 1');
});
