import { hostileDocuments } from '@connectory/harness';
import { describe, expect, test } from 'vitest';
import { growthOfCpu } from './growth-of-cpu.ts';
import { measureOutput } from './measure-output.ts';

/** Characters of a document. Without limits, some of these documents amount to gigabytes at this size. */
const size = 400_000;

/** Messages state at most 100 places each, and are not part of the limit. */
const messageChars = 4 * 1024 * 1024;

/** Processor time that a document of this size may take in any case. A loaded machine doubles small measurements. */
const minCpuMs = 1_500;

describe('A hostile document', { timeout: 120_000 }, () => {
  test.each(hostileDocuments)('$name: output and time are in proportion to its size', async ({ build }) => {
    const [half, whole] = [build(size / 2), build(size)];
    const measured = await measureOutput(whole);
    expect(measured.chars).toBeLessThanOrEqual(measured.limit + messageChars);
    const growth = measured.cpuMs < minCpuMs ? 1 : await growthOfCpu(half, whole, minCpuMs);
    expect(growth).toBeLessThanOrEqual(2.2);
  });

  test.each([
    'callbacks that lead to two further callbacks each',
    'many media types for many operations',
    'many operations with one callback of many path items',
    'many operations with one request body of many media types',
    'many responses with one response of many bodies',
  ])('%s: the fault names the limit', async (name) => {
    const hostile = hostileDocuments.find((document) => document.name === name);
    expect((await measureOutput(hostile?.build(size) ?? '')).fault).toBe('import_output_too_large');
  });
});
