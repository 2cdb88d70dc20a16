import { expect, test } from 'vitest';
import { ForgedRowsError } from '@connectory/encoding';
import { judgeError } from '../src/imports/failure-table.ts';
import { ImportDefectError } from '../src/imports/import-defect-error.ts';

const thrown = (code?: string): Error => Object.assign(new Error('x'), code === undefined ? {} : { code });

test.each(['ECONNREFUSED', 'P1001', 'P2028', '57P01', '40P01', '53100', '08006', '55P03', undefined])(
  'an import that failed with %s is retried',
  (code) => expect(judgeError(thrown(code))).toBe('retry'),
);

test.each(['22P05', '23505', '42P01', '54000', 'P2002'])(
  'an import that failed with %s is not retried: it would fail again',
  (code) => expect(judgeError(thrown(code))).toBe('final'),
);

test('a defect of the importer, and rows of another version, are final, with any code', () => {
  for (const error of [new ImportDefectError('x'), new ForgedRowsError('x')])
    expect(judgeError(Object.assign(error, { code: 'ECONNREFUSED' }))).toBe('final');
});
