import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { isUnavailable } from '../src/postgres/database-faults.ts';

async function errorOf(options: { path: string } | { port: number }): Promise<unknown> {
  return new Promise((resolve) => connect({ ...options, host: '127.0.0.1' }).once('error', resolve));
}

test.each([{ path: '/nowhere/.s.PGSQL.5432' }, { port: 1 }])(
  'a server that cannot be connected to is unavailable: %o',
  async (options) => {
    const error = await errorOf(options);
    expect(isUnavailable(error)).toBe(true);
    expect(isUnavailable(new Error('the query failed', { cause: error }))).toBe(true);
  },
);

test.each([
  new Error('no such file', { cause: Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open' }) }),
  Object.assign(new Error('duplicate key'), { code: '23505' }),
  undefined,
])('a permanent error is not unavailable: %s', (error) => {
  expect(isUnavailable(error)).toBe(false);
});
