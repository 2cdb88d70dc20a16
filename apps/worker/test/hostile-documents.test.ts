import { hostileDocuments } from '@connectory/harness';
import { describe, expect, test } from 'vitest';
import { measureOutput } from './measure-output.ts';

/** Characters of a document. Without limits, some of these documents amount to gigabytes at this size. */
const size = 200_000;

/** Messages state at most 100 places each, and are not part of the limit. */
const messageChars = 4 * 1024 * 1024;

describe('A hostile document', { timeout: 120_000 }, () => {
  test.each(hostileDocuments)('$name has an output in proportion to its size', async ({ build }) => {
    const measured = await measureOutput(build(size));
    expect(measured.chars).toBeLessThanOrEqual(measured.limit + messageChars);
  });

  test.each(hostileDocuments)('$name takes time in proportion to its size', async ({ build }) => {
    const [half, whole] = [build(size / 2), build(size)];
    expect(await growthOf(half, whole)).toBeLessThanOrEqual(2.2);
  });
});

/** Processor time that a document of this size may take in any case. A loaded machine doubles small measurements. */
const minCpuMs = 3_000;

/** The factor by which the processor time grows from one document to the other: the smallest of several runs. */
async function growthOf(smaller: string, larger: string): Promise<number> {
  const ratios: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const after = (await measureOutput(larger)).cpuMs;
    if (after < minCpuMs) return 1;
    ratios.push(after / Math.max((await measureOutput(smaller)).cpuMs, 1));
    if (Math.min(...ratios) <= 2.2) break;
  }
  return Math.min(...ratios);
}
