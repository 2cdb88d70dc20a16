import { randomBytes } from 'node:crypto';
import { createDatabase, migrate } from '@connectory/database';
import { migrateQueue } from '@connectory/queue';

/** A migrated database of its own on the PostgreSQL that `CONNECTORY_TEST_DATABASE_URL` names. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env['CONNECTORY_TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('CONNECTORY_TEST_DATABASE_URL names no PostgreSQL to test on');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  await migrate(url);
  await migrateQueue(url);
  return { url, drop: () => execute(server, `drop database ${name} with (force)`) };
}

async function execute(server: string, sql: string): Promise<void> {
  const database = createDatabase({ url: server, poolSize: 1, onError: () => undefined });
  try {
    await database.pool.query(sql);
  } finally {
    await database.close();
  }
}
