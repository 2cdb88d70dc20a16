import pg from 'pg';
import { expect, test } from 'vitest';
import { QueueClient } from '../../queue/src/queue-client.ts';
import { createTestDatabase } from '../src/index.ts';

test('a client of the queue prepares each statement with values once', async () => {
  const database = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: database.url, max: 1, Client: QueueClient });
  const find = 'select $1::int as id';
  expect((await pool.query(find, [1])).rows).toEqual([{ id: 1 }]);
  expect((await pool.query(find, [2])).rows).toEqual([{ id: 2 }]);
  await expect(pool.query('select 1 / $1::int', [0])).rejects.toThrow('division by zero');
  expect((await pool.query(find, [3])).rows).toEqual([{ id: 3 }]);
  expect((await pool.query('select statement from pg_prepared_statements')).rows).toEqual([{ statement: find }]);
  await pool.end();
  await database.drop();
});
