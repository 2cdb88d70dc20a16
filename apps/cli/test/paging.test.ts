import { expect, test } from 'vitest';
import { describePage, readPaging } from '../src/commands/paging.ts';

test('a page says how many rows there are, and the command for the next ones', () => {
  const text = describePage('imports', 50, { totalCount: 120, next: 'cursor' }, {
    first: '50',
    status: 'failed',
  } as never);
  expect(text).toMatch(/^50 of 120 imports\..* imports --first 50 --status failed --after cursor\n$/);
  expect(describePage('imports', 20, { totalCount: 20 }, { first: '50' })).toBe('');
});

test.each(['0', '1001', 'many', '-1', '1.5'])('rejects --first %s', (first) => {
  expect(() => readPaging({ first })).toThrow('--first must be');
});

test('a list that is counted up to a limit has at least as many rows', () => {
  const text = describePage('imports', 50, { totalCount: 10_000, next: 'cursor' }, { first: '50' });
  expect(text).toMatch(/^50 of 10000 or more imports\./);
});
