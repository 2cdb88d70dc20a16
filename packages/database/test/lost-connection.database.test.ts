import { waitFor } from '@connectory/harness';
import { expect, test } from 'vitest';
import { openDatabase } from './open-database.ts';

const { database } = await openDatabase(2);

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
