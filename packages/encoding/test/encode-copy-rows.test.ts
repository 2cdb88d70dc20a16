import { expect, test } from 'vitest';
import { copyHeader, copyTrailer, encodeCopyRows } from '../src/rows/encode-copy-rows.ts';

test('rows are encoded in the binary format: signature, fields with their lengths, trailer', () => {
  const bytes = Buffer.concat([copyHeader, ...encodeCopyRows(3, [[258, 'ä', null]]), copyTrailer]);
  expect(bytes.subarray(0, 19)).toEqual(Buffer.from('PGCOPY\n\u00FF\r\n\u0000\0\0\0\0\0\0\0\0', 'latin1'));
  expect(bytes.subarray(19).toString('hex')).toBe(
    ['0003', '00000004', '00000102', '00000002', 'c3a4', 'ffffffff', 'ffff'].join(''),
  );
});

test('a large sequence of rows is never in memory as a whole', () => {
  let made = 0;
  function* rows() {
    for (; made < 10_000; made += 1) yield [made, 'x'.repeat(1_000)];
  }
  const chunks = encodeCopyRows(2, rows());
  expect(chunks.next().done).toBe(false);
  expect(made).toBeLessThan(300);
  for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(256 * 1024);
  expect(made).toBe(10_000);
});

test('a number that is not a 32-bit integer is refused', () => {
  expect(() => [...encodeCopyRows(1, [[2 ** 31]])]).toThrow(RangeError);
});
