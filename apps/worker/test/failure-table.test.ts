import { expect, test } from 'vitest';
import { judgeError } from '../src/imports/failure-table.ts';

const thrown = (code?: string) => ({
  deterministic: false,
  name: 'Error',
  message: 'x',
  ...(code === undefined ? {} : { code }),
});

test.each(['ECONNREFUSED', 'P1001', 'P2028', '57P01', '40P01', '53100', '08006', '55P03', undefined])(
  'an import that met %s is tried again: the world may be well by then',
  (code) => expect(judgeError(thrown(code))).toBe('retry'),
);

test.each(['22P05', '23505', '42P01', '54000', 'P2002'])(
  'an import that met %s is not tried again: it would meet it again',
  (code) => expect(judgeError(thrown(code))).toBe('final'),
);

test('a defect in code that does no I/O is final, whatever its code', () => {
  expect(judgeError({ ...thrown('ECONNREFUSED'), deterministic: true })).toBe('final');
});
