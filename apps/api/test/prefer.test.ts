import { describe, expect, it } from 'vitest';
import { readPreference } from '../src/http/prefer.ts';

describe('the header Prefer', () => {
  it.each([
    ['wait=10', 10, 'wait=10'],
    ['wait="10"', 10, 'wait=10'],
    ['Wait = 10', 10, 'wait=10'],
    ['respond-async, wait=10', 10, 'wait=10'],
    ['return=minimal, wait=5', 5, 'wait=5'],
    ['wait=0', 0, 'wait=0'],
    ['wait=3600', 60, 'wait=60'],
    ['wait=999999999', 60, 'wait=60'],
    ['respond-async', 0, 'respond-async'],
  ])('%s gives a wait of %i seconds, applied as %s', (header, waitSeconds, applied) => {
    expect(readPreference(header, 7)).toMatchObject({ waitSeconds, applied });
  });

  it.each([
    undefined,
    '',
    'return=minimal',
    'wait',
    'wait=',
    'wait=soon',
    'wait=-1',
    'wait=1.5',
    'await=5',
    'xrespond-async',
  ])('%j gives the default wait, and no preference is applied', (header) => {
    expect(readPreference(header, 7)).toMatchObject({ waitSeconds: 7, applied: undefined });
  });

  it.each([
    ['return=minimal', true],
    ['wait=5, return=minimal', true],
    ['Return = "minimal", wait=5', true],
    ['return=representation', false],
    ['return=minimalist', false],
    ['x-return=minimal', false],
    ['wait=5', false],
  ])('%s prefers a minimal response: %s', (header, minimal) => {
    expect(readPreference(header, 7).minimal).toBe(minimal);
  });

  it('is parsed in linear time', () => {
    const before = process.cpuUsage();
    readPreference(`wait${' '.repeat(1_000_000)}x`, 0);
    readPreference(', wait'.repeat(200_000), 0);
    readPreference(`,return${' '.repeat(1_000_000)}=`, 0);
    // Linear time is some hundredths of a second, quadratic time a minute.
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
  });
});
