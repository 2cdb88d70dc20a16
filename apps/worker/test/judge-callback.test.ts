import { expect, test } from 'vitest';
import { firstDelayMs, judgeCallback } from '../src/callbacks/judge-callback.ts';

const day = 86_400_000;
const first = { attempts: 1, ageMs: 0, retryMs: day };

test.each([200, 201, 204, 299])('a response with %i is a delivery', (status) => {
  expect(judgeCallback({ status }, first)).toEqual({ status: 'delivered' });
});

test.each([301, 302, 307, 400, 401, 404, 429, 500, 503])('a response with %i is retried', (status) => {
  expect(judgeCallback({ status }, first)).toEqual({ status: 'pending', nextAttemptInMs: firstDelayMs });
});

test.each(['unreachable', 'timed-out', 'unreadable', 'too-large'] as const)('a fault %s is retried', (fault) => {
  expect(judgeCallback({ fault }, first)).toMatchObject({ status: 'pending' });
});

test('a status of 410 and a refused URL are given up at once', () => {
  expect(judgeCallback({ status: 410 }, first)).toEqual({ status: 'given_up' });
  expect(judgeCallback({ fault: 'refused' }, first)).toEqual({ status: 'given_up' });
});

test('the delay doubles with each attempt, and a retry time of one day has 15 attempts', () => {
  const delays: number[] = [];
  for (let ageMs = 0, attempts = 1; ; attempts += 1) {
    const verdict = judgeCallback({ status: 500 }, { attempts, ageMs, retryMs: day });
    if (verdict.status !== 'pending') break;
    delays.push(verdict.nextAttemptInMs);
    ageMs += verdict.nextAttemptInMs;
  }
  expect(delays.length + 1).toBe(15);
  expect(delays.slice(0, 4)).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(day);
});
