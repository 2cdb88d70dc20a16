import { expect, test } from 'vitest';
import { judgeError } from '../src/imports/failure-table.ts';

const thrown = (code?: string) => ({
  deterministic: false,
  name: 'Error',
  message: 'x',
  ...(code === undefined ? {} : { code }),
});

test.each(['ECONNREFUSED', 'P1001', 'P2028', '57P01', '40P01', '53100', '08006', '55P03', undefined])(
  'an import that failed with %s is retried',
  (code) => expect(judgeError(thrown(code))).toBe('retry'),
);

test.each(['22P05', '23505', '42P01', '54000', 'P2002'])(
  'an import that failed with %s is not retried: it would fail again',
  (code) => expect(judgeError(thrown(code))).toBe('final'),
);

test('a defect in code without I/O is final, with any code', () => {
  expect(judgeError({ ...thrown('ECONNREFUSED'), deterministic: true })).toBe('final');
});
