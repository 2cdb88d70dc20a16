import type pg from 'pg';
import { expect, test } from 'vitest';
import { sqlFragment } from '../src/postgres/sql-fragment.ts';
import { createSqlSession } from '../src/postgres/sql-session.ts';

const sent: pg.QueryConfig[] = [];
const session = createSqlSession({
  query: async (config) => {
    sent.push(config);
    return { rows: [], rowCount: 0, command: '', oid: 0, fields: [] };
  },
});
const owned = (owner: string) => sqlFragment`owner = ${owner} and not deleted`;

test('a statement with a fragment is prepared once, and its values are numbered through', async () => {
  const find = (owner: string, limit: number) =>
    session.$queryRaw`select * from things where ${owned(owner)} and kind = ${'a'} limit ${limit}`;
  sent.length = 0;
  await find('me', 1);
  await find('you', 2);
  expect(sent[0]?.text).toBe('select * from things where owner = $1 and not deleted and kind = $2 limit $3');
  expect(sent.map(({ values }) => values)).toEqual([
    ['me', 'a', 1],
    ['you', 'a', 2],
  ]);
  expect(sent[1]?.name).toBe(sent[0]?.name);
});

test('a statement refuses another fragment than the one it was prepared with', async () => {
  const find = (fragment: unknown) => session.$queryRaw`select * from things where ${fragment}`;
  await find(owned('me'));
  await expect(find(sqlFragment`true`)).rejects.toThrow(/prepared with another fragment/);
  await expect(find('me')).rejects.toThrow(/prepared with another fragment/);
});

test('the name of a statement depends on its text alone', async () => {
  sent.length = 0;
  await session.$queryRaw`select ${1}`;
  await session.$queryRaw`select ${'a'}`;
  await session.$queryRaw`select ${1}, 2`;
  const [first, second, other] = sent.map(({ name }) => name);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
});
