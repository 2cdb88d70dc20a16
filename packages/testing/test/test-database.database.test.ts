import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../src/index.ts';

async function query(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
}

test('two test databases are migrated and independent', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await query(first.url, `insert into organisations (id, name) values ('01K0000000000000000000000A', 'one')`);
    expect(await query(first.url, 'select name from organisations')).toEqual([{ name: 'one' }]);
    expect(await query(second.url, 'select name from organisations')).toEqual([]);
  } finally {
    await first.drop();
    await second.drop();
  }
});

test('dropping a database closes its connections', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const disconnected = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await database.drop();
  expect(await disconnected).toBeInstanceOf(Error);
  await expect(query(database.url, 'select 1')).rejects.toThrow('does not exist');
});
