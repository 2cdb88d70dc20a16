import { expect, test } from 'vitest';
import { createProbe } from '../src/observability/probe.ts';

test('a probe is true for a success and false for a failure', async () => {
  expect(await createProbe(async () => 'here', 1_000)()).toBe(true);
  expect(await createProbe(() => Promise.reject(new Error('away')), 1_000)()).toBe(false);
});

test('a probe is false after its timeout, shares a pending check, and checks again after the response', async () => {
  let asked = 0;
  let answer: () => void = () => undefined;
  const probe = createProbe(() => {
    asked += 1;
    return new Promise<void>((resolve) => (answer = resolve));
  }, 10);
  expect(await Promise.all([probe(), probe()])).toEqual([false, false]);
  expect(await probe()).toBe(false);
  expect(asked).toBe(1);
  const third = probe();
  answer();
  expect(await third).toBe(true);
  expect(await probe()).toBe(false);
  expect(asked).toBe(2);
});
