import { describe, expect, test } from 'vitest';
import { judgeReimport } from '../src/reimports/judge-reimport.ts';
import type { ReimportCounts } from '../src/index.ts';

const none: ReimportCounts = {
  pending: 0,
  running: 0,
  unchanged: 0,
  replaced: 0,
  created: 0,
  merged: 0,
  would_change: 0,
  failed: 0,
  skipped: 0,
  cancelled: 0,
};
const plain = { maxInFlight: 4, canary: null, canaryPassed: false, failureBudget: null, failuresForgiven: 0 };
const canary = { count: 5, maxFailures: 1 };

function judge(counts: Partial<ReimportCounts>, run: Partial<Parameters<typeof judgeReimport>[0]> = {}) {
  return judgeReimport({ ...plain, ...run }, { ...none, ...counts });
}

describe('a run without a canary', () => {
  test('fills its window and no more', () => {
    expect(judge({ pending: 10, running: 1 })).toEqual({ verdict: 'go', room: 3, canaryPassed: false });
    expect(judge({ pending: 10, running: 4 })).toMatchObject({ room: 0 });
    // Items may have been put back beyond the window.
    expect(judge({ pending: 10, running: 6 })).toMatchObject({ room: 0 });
  });

  test('finishes when every item has ended, and not before', () => {
    expect(judge({ running: 1, replaced: 9 })).toMatchObject({ verdict: 'go', room: 3 });
    expect(judge({ replaced: 9, failed: 1 })).toEqual({ verdict: 'finish' });
    expect(judge({})).toEqual({ verdict: 'finish' });
  });

  test('continues after any number of failures', () => {
    expect(judge({ pending: 1, failed: 99 })).toMatchObject({ verdict: 'go' });
  });
});

describe('a failure budget', () => {
  test('is a share of all items, which may be reached but not exceeded', () => {
    expect(judge({ pending: 90, failed: 10 }, { failureBudget: 10 })).toMatchObject({ verdict: 'go' });
    expect(judge({ pending: 89, failed: 11 }, { failureBudget: 10 })).toMatchObject({
      verdict: 'stop',
      reason: { code: 'failure_budget_exceeded', message: expect.stringContaining('11 of 100') },
    });
  });

  test('of 0 stops at the first failure', () => {
    expect(judge({ pending: 9, failed: 1 }, { failureBudget: 0 })).toMatchObject({ verdict: 'stop' });
  });

  test('stops a run whose last item exceeds it', () => {
    expect(judge({ replaced: 8, failed: 2 }, { failureBudget: 10 })).toMatchObject({ verdict: 'stop' });
  });

  test('does not count accepted failures', () => {
    expect(judge({ pending: 89, failed: 11 }, { failureBudget: 10, failuresForgiven: 11 })).toMatchObject({
      verdict: 'go',
    });
  });
});

describe('a canary', () => {
  test('lets only the first items begin', () => {
    expect(judge({ pending: 100 }, { canary })).toEqual({ verdict: 'go', room: 4, canaryPassed: false });
    expect(judge({ pending: 96, running: 4 }, { canary })).toMatchObject({ room: 0 });
    expect(judge({ pending: 96, running: 2, replaced: 2 }, { canary })).toMatchObject({ room: 1 });
    expect(judge({ pending: 95, running: 1, replaced: 4 }, { canary })).toMatchObject({ room: 0, canaryPassed: false });
  });

  test('passes once its items have ended with at most the allowed failures', () => {
    expect(judge({ pending: 95, created: 4, failed: 1 }, { canary })).toEqual({
      verdict: 'go',
      room: 4,
      canaryPassed: true,
    });
  });

  test('stops the run at the first failure beyond that', () => {
    expect(judge({ pending: 97, running: 1, failed: 2 }, { canary })).toMatchObject({
      verdict: 'stop',
      reason: { code: 'canary_failed' },
    });
  });

  test('does not count unchanged and skipped items', () => {
    expect(judge({ pending: 50, unchanged: 40, skipped: 10 }, { canary })).toMatchObject({
      room: 4,
      canaryPassed: false,
    });
  });

  test('larger than the number of items lets the run finish', () => {
    expect(judge({ replaced: 3 }, { canary })).toEqual({ verdict: 'finish' });
  });

  test('that has passed is not checked again', () => {
    expect(judge({ pending: 10, failed: 7 }, { canary, canaryPassed: true })).toMatchObject({ verdict: 'go', room: 4 });
  });
});
