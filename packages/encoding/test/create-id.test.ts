import { decodeTime, isValid } from 'ulid';
import { afterEach, expect, test, vi } from 'vitest';
import { createId, isId } from '../src/ids/create-id.ts';

afterEach(() => vi.useRealTimers());

test('ids are ULIDs of the present time', () => {
  const before = Date.now();
  const ids = Array.from({ length: 1_000 }, createId);
  for (const id of ids) {
    expect([isId(id), isValid(id)]).toEqual([true, true]);
    expect(decodeTime(id)).toBeGreaterThanOrEqual(before);
    expect(decodeTime(id)).toBeLessThanOrEqual(Date.now());
  }
});

test('ids are distinct and strictly increasing, also within a millisecond and when the clock is set back', () => {
  const start = Date.now() + 10_000;
  const ids = [start, start, start + 1, start - 5_000, start + 2].flatMap((now) => {
    vi.useFakeTimers({ now });
    return Array.from({ length: 5_000 }, createId);
  });
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

test('random digits use the whole alphabet', () => {
  const start = Date.now() + 60_000;
  const digits = Array.from({ length: 500 }, (_, index) => {
    vi.useFakeTimers({ now: start + index });
    return createId().slice(10);
  });
  expect(new Set(digits.join('')).size).toBe(32);
});
