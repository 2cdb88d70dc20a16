import { hostileDocuments } from '@connectory/harness';
import { describe, expect, test } from 'vitest';
import { growthOfCpu } from './growth-of-cpu.ts';
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
    expect(await growthOfCpu(half, whole, minCpuMs)).toBeLessThanOrEqual(2.2);
  });
});

test('Callbacks that double with each level end with a fault, and not on the stack', { timeout: 120_000 }, async () => {
  const callbacks = hostileDocuments.find(({ name }) => name.startsWith('callbacks'));
  expect((await measureOutput(callbacks?.build(600_000) ?? '')).fault).toBe('import_output_too_large');
});

/** Processor time that a document of this size may take in any case. A loaded machine doubles small measurements. */
const minCpuMs = 3_000;
