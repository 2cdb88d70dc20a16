import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../src/index.ts';

async function ask(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
}

test('two test databases are migrated and see nothing of each other', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await ask(first.url, `insert into organisations (id, name) values ('01K0000000000000000000000A', 'one')`);
    expect(await ask(first.url, 'select name from organisations')).toEqual([{ name: 'one' }]);
    expect(await ask(second.url, 'select name from organisations')).toEqual([]);
  } finally {
    await first.drop();
    await second.drop();
  }
});

test('a dropped database is gone, though somebody was connected to it', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const cutOff = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await database.drop();
  expect(await cutOff).toBeInstanceOf(Error);
  await expect(ask(database.url, 'select 1')).rejects.toThrow('does not exist');
});
