import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRepeatedLines, kindOfLine } from '../src/observability/repeated-lines.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('of many lines of a kind the first ten are written, and the rest is counted at the end of the window', () => {
  const lines = createRepeatedLines();
  const ends: number[] = [];
  const take = (kind: string) => lines.take(kind, (leftOut) => ends.push(leftOut));
  expect(Array.from({ length: 1_000 }, () => take('a')).filter(Boolean)).toHaveLength(10);
  expect(take('b')).toBe(true);
  vi.advanceTimersByTime(10_000);
  expect(ends).toEqual([990]);
  expect(take('a')).toBe(true);
});

test('faults of the environment have a kind; defects, which clients quote, have none', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  const [first, second] = ['1', '2'].map((importId) => kindOfLine([{ err: refused, importId }, 'failed to add']));
  expect(first).toBe(second);
  expect(kindOfLine([{ err: new Error('outer', { cause: refused }) }, 'failed to add'])).toBeDefined();
  expect(kindOfLine([{ err: new TypeError('x of undefined') }, 'request failed'])).toBeUndefined();
  expect(kindOfLine(['text'])).toBeUndefined();
});
