import type { SpecVersion } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import { growingDocuments } from './growth-documents.ts';
import { growthOfCpu } from './growth-of-cpu.ts';
import { measureOutput } from './measure-output.ts';

/** `npm run growth --prefix bench` measures all versions and larger documents, and also processor times that are too short to count here. */
const isFull = process.env['GROWTH'] === 'full';

const versions: readonly SpecVersion[] = isFull ? ['2.0', '3.0', '3.1', '3.2'] : ['2.0', '3.2'];
const size = isFull ? 2_000_000 : 400_000;

/** Documents of half the size have more than half of the output, because of what does not grow. */
const maxGrowth = 2.2;

/** Messages state at most 100 places each, which stops to grow. */
const messageChars = 1024 * 1024;

describe.each(versions)('A document of OpenAPI %s', { timeout: 120_000 }, (version) => {
  test.each(growingDocuments(version))('$name: output and work grow as it does', async ({ name, build }) => {
    const [half, whole] = [build(size / 2), build(size)];
    const after = await measureOutput(whole);
    const isMeasured = isFull || after.chars > messageChars;
    const growth = isMeasured ? after.chars / Math.max((await measureOutput(half)).chars, 1) : 1;
    if (after.chars > messageChars) expect(growth, 'output').toBeLessThanOrEqual(maxGrowth);
    const cpu = await growthOfCpu(half, whole, isFull ? 200 : 1_500);
    if (isFull) console.log(`${name}\t${after.bytes}\t${after.chars}\t${growth.toFixed(2)}\t${cpu.toFixed(2)}`);
    expect(cpu, 'processor time').toBeLessThanOrEqual(maxGrowth);
  });
});
