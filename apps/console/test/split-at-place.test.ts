import { describe, expect, it } from 'vitest';
import { splitAtPlace } from '../src/import/split-at-place.ts';

describe('a line of an excerpt', () => {
  const place = { start: { line: 2, column: 12 }, end: { line: 3, column: 3 } };
  const line = (number: number, text: string, firstColumn = 1) => ({ number, text, firstColumn, isCut: false });

  it('is split where the place begins and ends', () => {
    expect(splitAtPlace(line(2, 'abcde', 10), place)).toEqual({ before: 'ab', marked: 'cde', after: '' });
    expect(splitAtPlace(line(3, 'xyz'), place)).toEqual({ before: '', marked: 'xy', after: 'z' });
    expect(splitAtPlace(line(4, 'other'), place)).toEqual({ before: 'other', marked: '', after: '' });
  });
});
