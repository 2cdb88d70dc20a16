import { hostileDocuments } from '@connectory/harness';
import { describe, expect, test } from 'vitest';
import { measureDiff } from './measure-output.ts';

/** Characters of a document. */
const size = 400_000;

/** Processor time that a comparison may take in any case. A loaded machine doubles small measurements. */
const minCpuMs = 1_500;

const maxGrowth = 2.2;

describe('Two versions of a hostile document', { timeout: 120_000 }, () => {
  test.each(hostileDocuments)('$name: their comparison takes time in proportion to their size', async ({ build }) => {
    const measure = (chars: number): Promise<number> => measureDiff(build(chars), build(chars * 0.9));
    const growth = async (): Promise<number> => {
      const after = await measure(size);
      return after < minCpuMs ? 1 : after / Math.max(await measure(size / 2), 1);
    };
    const once = await growth();
    // One run more, because a loaded machine is slow for a while.
    expect(once <= maxGrowth ? once : await growth()).toBeLessThanOrEqual(maxGrowth);
  });
});
