import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type Database } from '../src/index.ts';
import type { CopyRow } from '@connectory/encoding';
import { encodeByteaArray } from '../src/postgres/encode-bytea-array.ts';
import { inWriteTransaction, type WriteTransaction } from '../src/postgres/write-transaction.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2, onError: () => undefined });
  await database.pool.query('create table copied (position integer, fixed char(3), body text, hash bytea)');
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const columns = ['position', 'fixed', 'body', 'hash'];

const awkward: readonly CopyRow[] = [
  [0, 'abc', 'plain', new Uint8Array([0, 1, 255])],
  [-2_147_483_648, 'abc', '\\N \\. \\\\ \t\r\n\u0001"', new Uint8Array(0)],
  [2_147_483_647, null, '', null],
  [3, 'äöü', 'Grüße, 世界, 𝄞', new Uint8Array(70_000).fill(7)],
];

async function copy(rows: Iterable<CopyRow>): Promise<void> {
  await database.pool.query('truncate copied');
  await inWriteTransaction(database, (tx) => tx.copyInto('copied', columns, rows));
}

async function readBack(): Promise<readonly CopyRow[]> {
  const { rows } = await database.pool.query<{ position: number; fixed: string; body: string; hash: Buffer | null }>(
    'select * from copied order by ctid',
  );
  return rows.map(({ position, fixed, body, hash }) => [position, fixed, body, hash && new Uint8Array(hash)]);
}

describe('copyInto', () => {
  test('every kind of value is read back as it was written', async () => {
    await copy(awkward);
    expect(await readBack()).toEqual(awkward);
  });

  test('rows of any size are stored, across chunk boundaries', async () => {
    const sizes = [0, 1, 262_143, 262_144, 262_145, 3_000_000, 10, 87_380, 87_381];
    const rows = sizes.map((size, position): CopyRow => [position, 'abc', 'ß'.repeat(size), null]);
    await copy(rows);
    expect((await readBack()).map(([, , body]) => String(body).length)).toEqual(sizes);
  });

  test('no rows are valid', async () => {
    await copy([]);
    expect(await readBack()).toEqual([]);
  });

  test('a lone surrogate, which UTF-8 cannot encode, becomes a replacement character', async () => {
    await copy([[1, 'abc', 'a\uD800b', null]]);
    expect(await readBack()).toEqual([[1, 'abc', 'a\uFFFDb', null]]);
  });
});

describe('a write transaction', () => {
  test('rolls back when producing its rows fails, and its connection stays usable', async () => {
    await copy([]);
    function* failing(): Generator<CopyRow, void, undefined> {
      yield [1, 'abc', 'x'.repeat(500_000), null];
      throw new Error('no more');
    }
    await expect(inWriteTransaction(database, (tx) => tx.copyInto('copied', columns, failing()))).rejects.toThrow(
      'no more',
    );
    await copy(awkward);
    expect(await readBack()).toHaveLength(awkward.length);
  });

  test('rejects with the SQLSTATE of PostgreSQL', async () => {
    await expect(copy([[1, 'abcd', '', null]])).rejects.toMatchObject({ code: '22001' });
    await expect(copy([[1, 'abc', 'a\u0000b', null]])).rejects.toMatchObject({ code: '22021' });
  });

  test('runs its statements in order, awaited or not', async () => {
    await copy([]);
    const large = 'x'.repeat(2_000_000);
    const counts = await inWriteTransaction(database, async (tx) => {
      const count = async (): Promise<number> => {
        const [row] = await tx.$queryRaw<{ count: number }[]>`select count(*)::int as count from copied`;
        return row?.count ?? 0;
      };
      const answers = await Promise.all([
        count(),
        tx.copyInto('copied', columns, [[1, 'abc', large, null]]),
        tx.copyInto('copied', columns, [
          [2, 'abc', large, null],
          [3, 'abc', large, null],
        ]),
        count(),
        tx.$executeRaw`delete from copied where position = ${1}`,
        tx.copyInto('copied', columns, []),
        count(),
      ]);
      tx.beforeCommit(tx.$executeRaw`insert into copied (position, body) values (${4}, ${large})`);
      return answers;
    });
    expect(counts).toEqual([0, undefined, undefined, 3, 1, undefined, 2]);
    expect((await readBack()).map(([position, , body]) => [position, String(body).length])).toEqual([
      [2, 2_000_000],
      [3, 2_000_000],
      [4, 2_000_000],
    ]);
  });

  test.each<[string, (tx: WriteTransaction) => Promise<unknown>]>([
    ['its promise is not awaited', (tx) => tx.copyInto('copied', columns, [[1, 'abcd', '', null]])],
    [
      'what comes after it is waited for',
      async (tx) => {
        await tx.copyInto('copied', columns, [[1, 'abcd', '', null]]);
        await tx.$queryRaw`select 1`;
      },
    ],
    [
      'many more rows were to come',
      async (tx) => {
        const many = Array.from({ length: 40 }, (): CopyRow => [1, 'abc', 'x'.repeat(200_000), null]);
        await tx.copyInto('copied', columns, [[1, 'abcd', '', null], ...many]);
        await tx.copyInto('copied', columns, many);
      },
    ],
    [
      'it is left to the end',
      async (tx) => {
        tx.beforeCommit(tx.$executeRaw`insert into copied (fixed) values (${'abcd'})`);
        tx.beforeCommit(tx.$executeRaw`insert into copied (fixed) values (${'abc'})`);
      },
    ],
  ])('throws the first error and rolls back when %s', async (_when, work) => {
    await copy([]);
    const failed = inWriteTransaction(database, async (tx) => {
      await tx.$executeRaw`insert into copied (body) values (${'before'})`;
      await work(tx);
    });
    await expect(failed).rejects.toMatchObject({ code: '22001' });
    expect(await readBack()).toEqual([]);
  });

  test('rejects with the error that aborted it, if a statement behind that one rejects first', async () => {
    const failed = inWriteTransaction(database, (tx) => {
      const first = tx.$executeRaw`insert into copied (fixed) values (${'abcd'})`;
      const second = tx.$queryRaw`select ${1}::int`;
      first.catch(() => undefined);
      return second;
    });
    await expect(failed).rejects.toMatchObject({ code: '22001' });
  });

  test('rejects when a statement failed and the work ignored its error', async () => {
    await copy([]);
    const ignored = inWriteTransaction(database, async (tx) => {
      await tx.$executeRaw`insert into copied (fixed) values (${'abcd'})`.catch(() => undefined);
    });
    await expect(ignored).rejects.toThrow('ignored');
  });

  test('rejects when its connection is lost while rows are sent', async () => {
    await copy([]);
    const pids: number[] = [];
    function* rows(): Generator<CopyRow, void, undefined> {
      for (let row = 0; row < 200; row += 1) {
        if (row === 20) void database.pool.query('select pg_terminate_backend($1)', pids);
        yield [row, 'abc', 'x'.repeat(200_000), null];
      }
    }
    const lost = inWriteTransaction(database, async (tx) => {
      const [session] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      pids.push(session?.pid ?? 0);
      await tx.copyInto('copied', columns, rows());
    });
    // Either error may come first.
    await expect(lost).rejects.toThrow(/terminat|EPIPE|ECONNRESET/i);
    expect(await readBack()).toEqual([]);
  });

  test('rejects when its connection is lost, and the next transaction uses another', async () => {
    const lost = inWriteTransaction(database, async (tx) => {
      const [session] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await database.pool.query('select pg_terminate_backend($1)', [session?.pid]);
      await tx.copyInto('copied', columns, awkward);
    });
    await expect(lost).rejects.toThrow();
    await copy(awkward);
    expect(await readBack()).toHaveLength(awkward.length);
  });

  test('a statement is prepared once per connection, for all values', async () => {
    const prepared = await inWriteTransaction(database, async (tx) => {
      for (const value of ['a', 'b', 'c']) await tx.$executeRaw`insert into copied (body) values (${value})`;
      return tx.$queryRaw<{ statement: string }[]>`
        select statement from pg_prepared_statements where statement like 'insert into copied%'`;
    });
    expect(prepared).toEqual([{ statement: 'insert into copied (body) values ($1)' }]);
  });
});

test.each([
  [[]],
  [[new Uint8Array(0)]],
  [[new Uint8Array(0), new Uint8Array([0, 92, 255]), new Uint8Array(100_000).fill(7)]],
])('an encoded array arrives with the same bytes, case %#', async (values) => {
  const [row] = await database.sql.$queryRaw<{ values: Buffer[] }[]>`
    select ${encodeByteaArray(values)}::bytea[] as values`;
  expect(row?.values.map((value) => new Uint8Array(value))).toEqual(values);
});
