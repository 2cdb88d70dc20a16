import { createDatabase, type Database } from '@connectory/database';
import { waitFor } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inWriteTransaction } from '../src/postgres/write-transaction.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2, onError: () => undefined });
  await database.pool.query('create table first (n int); create table second (n int)');
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate first, second; insert into first values (0); insert into second values (0)');
});

/** Locks both tables as a migration does, after the other transaction has locked `first` and waits for `second`. It is never the victim. */
async function migrateBeside(work: () => Promise<unknown>): Promise<void> {
  const migration = new pg.Client({ connectionString: testDatabase.url });
  await migration.connect();
  try {
    await migration.query(`set deadlock_timeout = '10min'; begin; lock table second in access exclusive mode`);
    const working = work();
    working.catch(() => undefined);
    await waitFor(async () => (await migration.query(waitingLocks)).rows.length > 0, {
      timeoutMs: 60_000,
      describe: 'the work waits for the migration',
    });
    await migration.query('lock table first in access exclusive mode; commit');
    await working;
  } finally {
    await migration.end();
  }
}

const waitingLocks = `select from pg_locks where relation = 'second'::regclass and not granted`;

const read = async (): Promise<unknown> =>
  (await database.pool.query('select (select n from first) as first, (select n from second) as second')).rows[0];

test('a transaction that is the victim of a deadlock takes effect once', async () => {
  let runs = 0;
  await migrateBeside(() =>
    inWriteTransaction(database, async (tx) => {
      runs += 1;
      await tx.$executeRaw`update first set n = n + 1`;
      await tx.$executeRaw`update second set n = n + 1`;
    }),
  );
  expect({ runs, ...Object(await read()) }).toEqual({ runs: 2, first: 1, second: 1 });
});

test('a statement that is the victim of a deadlock takes effect once', async () => {
  await migrateBeside(
    () => database.sql.$executeRaw`
      with changed as (update first set n = n + 1 returning n) update second set n = second.n + changed.n from changed`,
  );
  expect(await read()).toEqual({ first: 1, second: 1 });
});

test("a statement of Prisma's client that is the victim of a deadlock takes effect once", async () => {
  await migrateBeside(() =>
    database.prisma.$executeRawUnsafe(
      'with changed as (update first set n = n + 1 returning n) update second set n = second.n + changed.n from changed',
    ),
  );
  expect(await read()).toEqual({ first: 1, second: 1 });
});

test('work is repeated once only, and other errors not at all', async () => {
  const runs = { conflict: 0, violation: 0 };
  const failWith = (kind: keyof typeof runs, code: string): Promise<void> =>
    inWriteTransaction(database, async () => {
      runs[kind] += 1;
      throw Object.assign(new Error('failed'), { code });
    });
  await expect(failWith('conflict', '40001')).rejects.toThrow('failed');
  await expect(failWith('violation', '23505')).rejects.toThrow('failed');
  expect(runs).toEqual({ conflict: 2, violation: 1 });
});
