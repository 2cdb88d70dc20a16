import { describe, expect, test } from 'vitest';
import { hasEnded, hasRunEnded } from '../src/index.ts';

describe('an import', () => {
  test.each(['succeeded', 'failed', 'cancelled'] as const)('that is %s has ended', (status) => {
    expect(hasEnded(status)).toBe(true);
  });

  test.each(['queued', 'running'] as const)('that is %s has not ended', (status) => {
    expect(hasEnded(status)).toBe(false);
  });
});

describe('a bulk re-import', () => {
  test.each(['finished', 'cancelled'] as const)('that is %s has ended', (status) => {
    expect(hasRunEnded(status, 0)).toBe(true);
  });

  test.each(['running', 'paused'] as const)('that is %s has not ended', (status) => {
    expect(hasRunEnded(status, 0)).toBe(false);
  });

  test('that stopped by itself ends with its last running item', () => {
    expect(hasRunEnded('stopped', 1)).toBe(false);
    expect(hasRunEnded('stopped', 0)).toBe(true);
  });
});
