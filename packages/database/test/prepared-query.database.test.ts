import { afterAll, describe, expect, test } from 'vitest';
import { inSnapshot } from '../src/postgres/write-transaction.ts';
import { createDatabase } from '../src/index.ts';
import { openDatabase } from './open-database.ts';

const { owner } = await openDatabase();
/** One connection, whose messages are counted. */
const database = createDatabase({ url: owner.url, poolSize: 1, onError: () => undefined });
let descriptions = 0;
database.pool.on('connect', ({ connection }) => connection.on('rowDescription', () => (descriptions += 1)));
afterAll(() => database.close());

const read = (from: number, to: number) =>
  database.sql.$queryRaw<object[]>`
    select n, n::int8 as "large", null::text as "nothing", '\\x00ff'::bytea as bytes, '2026-01-02'::timestamptz as "time"
      from generate_series(${from}::int, ${to}::int) n`;
const row = (n: number) => ({
  n,
  large: String(n),
  nothing: null,
  bytes: Buffer.from([0, 255]),
  time: new Date('2026-01-02T00:00:00Z'),
});

describe('a prepared statement', () => {
  test('gives the same rows whenever it is executed, and its columns are described once', async () => {
    expect(await read(1, 2)).toEqual([row(1), row(2)]);
    const before = descriptions;
    expect(await read(2, 2)).toEqual([row(2)]);
    expect(await read(1, 0)).toEqual([]);
    expect(await read(4, 6)).toEqual([row(4), row(5), row(6)]);
    expect(descriptions).toBe(before);
  });

  test('gives its rows when executions of it and of others are sent together', async () => {
    const results = await inSnapshot(database, (session) => {
      const one = (n: number) => session.$queryRaw<object[]>`select ${n}::int as one`;
      const other = (n: number) => session.$queryRaw<object[]>`select ${n}::int as other, 'x' as text`;
      return Promise.all([one(1), one(2), other(3), one(4), other(5)]);
    });
    expect(results).toEqual([
      [{ one: 1 }],
      [{ one: 2 }],
      [{ other: 3, text: 'x' }],
      [{ one: 4 }],
      [{ other: 5, text: 'x' }],
    ]);
  });

  test('gives rows after an execution that failed', async () => {
    const divide = (by: number) => database.sql.$queryRaw<object[]>`select 6 / ${by}::int as quotient`;
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
    expect(await divide(2)).toEqual([{ quotient: 3 }]);
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' });
    expect(await divide(3)).toEqual([{ quotient: 2 }]);
  });

  test('fails with an error that leads to the code that executed it', async () => {
    const divideByZero = async () => database.sql.$queryRaw<object[]>`select 6 / ${0}::int as quotient`;
    const error: unknown = await divideByZero().catch((reason: unknown) => reason);
    expect(Reflect.get(Object(error), 'stack')).toContain('sql-session');
  });

  test('is refused when its columns have changed, and gives no row under a wrong name', async () => {
    await owner.pool.query('create table changing (a text); insert into changing values (1)');
    const readAll = () => database.sql.$queryRaw<object[]>`select * from changing`;
    expect(await readAll()).toEqual([{ a: '1' }]);
    expect(await readAll()).toEqual([{ a: '1' }]);
    await owner.pool.query('alter table changing drop column a; alter table changing add column b text');
    await expect(readAll()).rejects.toMatchObject({ code: '0A000' });
  });

  test('states how many rows it changed', async () => {
    await owner.pool.query('create table counted (a int)');
    const insert = (n: number) => database.sql.$executeRaw`insert into counted select generate_series(1, ${n}::int)`;
    expect([await insert(2), await insert(3)]).toEqual([2, 3]);
  });
});
