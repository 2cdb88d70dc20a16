import { expect, test } from 'vitest';
import { describePage, readPaging } from '../src/commands/paging.ts';

test('a page says how many rows there are, and the command for the next ones', () => {
  const text = describePage({ command: 'imports' }, 50, { totalCount: 120, next: 'cursor' }, {
    first: '50',
    status: 'failed',
  } as never);
  expect(text).toMatch(/^50 of 120 imports\..* imports --first 50 --status failed --after cursor\n$/);
  expect(describePage({ command: 'imports' }, 20, { totalCount: 20 }, { first: '50' })).toBe('');
});

test('the command for the next rows repeats switches, and quotes what a shell would split', () => {
  const options = { first: '3', all: true, name: "Bob's shop", json: true, after: 'first' } as never;
  const text = describePage({ command: 'audit', rows: 'events' }, 3, { next: 'cursor' }, options);
  expect(text).toMatch(/^3 events\..* audit --first 3 --all --name 'Bob'\\''s shop' --after cursor\n$/);
});

test.each(['0', '1001', 'many', '-1', '1.5'])('rejects --first %s', (first) => {
  expect(() => readPaging({ first })).toThrow('--first must be');
});

test('a list that is counted up to a limit has at least as many rows', () => {
  const text = describePage({ command: 'imports' }, 50, { totalCount: 10_000, next: 'cursor' }, { first: '50' });
  expect(text).toMatch(/^50 of 10000 or more imports\./);
});
