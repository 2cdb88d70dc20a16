import { expect, test } from 'vitest';
import { ForgedRowsError } from '@connectory/encoding';
import { judgeError, retryDelayMs } from '../src/imports/failure-table.ts';
import { ImportDefectError } from '../src/imports/import-defect-error.ts';

const thrown = (code?: string): Error => Object.assign(new Error('x'), code === undefined ? {} : { code });

test.each(['40P01', '40001', '55P03', '26000', '42P05', '08P01', undefined])(
  'an attempt that failed with %s is repeated soon, and counts',
  (code) => expect(judgeError(thrown(code)).verdict).toBe('retry'),
);

test.each(['ECONNREFUSED', 'P1001', 'P2028', '57P01', '53100', '53300', '25006', '08006', '58030'])(
  'an attempt that failed with %s does not count: the database is at fault',
  (code) => expect(judgeError(thrown(code)).verdict).toBe('outage'),
);

test.each(['22P05', '23505', '42P01', '54000', 'P2002'])(
  'an import that failed with %s is not retried: it would fail again',
  (code) => expect(judgeError(thrown(code)).verdict).toBe('final'),
);

test('a defect of the importer, and rows of another version, are final, with any code', () => {
  for (const error of [new ImportDefectError('x'), new ForgedRowsError('x')])
    expect(judgeError(Object.assign(error, { code: 'ECONNREFUSED' })).verdict).toBe('final');
});

test('attempts back off in minutes while the disk of the database is full', () => {
  const failure = judgeError(thrown('53100'));
  expect([1, 2, 3, 4, 50].map((attempt) => retryDelayMs(failure, attempt) / 1000)).toEqual([10, 50, 250, 300, 300]);
  expect(failure.message).toMatch(/disk of the database/);
});
