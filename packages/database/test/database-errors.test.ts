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

test.each(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TlsConnectionError'])(
  'an error of the connection of Prisma is unavailable, whatever code it has: %s',
  (kind) => {
    const driverAdapterError = Object.assign(new Error(kind), { name: 'DriverAdapterError', cause: { kind } });
    expect(isUnavailable(driverAdapterError)).toBe(true);
    // A raw query has the same code for all errors.
    for (const code of ['P1017', 'P2010', 'P2039']) {
      const error = Object.assign(new Error('Raw query failed. Code: `N/A`.'), { code, meta: { driverAdapterError } });
      expect(isUnavailable(error)).toBe(true);
      expect(isUnavailable(new Error('the transaction failed', { cause: error }))).toBe(true);
    }
  },
);

test('an error of Prisma means what PostgreSQL says', () => {
  const error = (originalCode: string) =>
    Object.assign(new Error('Raw query failed.'), {
      code: 'P2010',
      meta: { driverAdapterError: { cause: { kind: 'postgres', originalCode } } },
    });
  expect(isUnavailable(error('57P01'))).toBe(true);
  expect(isUnavailable(error('23505'))).toBe(false);
});

test.each([
  new Error('no such file', { cause: Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open' }) }),
  Object.assign(new Error('duplicate key'), { code: '23505' }),
  undefined,
])('a permanent error is not unavailable: %s', (error) => {
  expect(isUnavailable(error)).toBe(false);
});
