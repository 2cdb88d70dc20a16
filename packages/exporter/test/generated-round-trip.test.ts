import type { Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { generateDocument } from '../../document/test/influence/generate-document.ts';
import { exportText, importRoot } from './import-root.ts';
import { countValues, describeDifferences, prove } from './prove.ts';

const versions = ['2.0', '3.0', '3.1', '3.2'] as const;
const seeds = Array.from({ length: Number(process.env['ROUND_TRIP_SEEDS'] ?? 6) }, (_, index) => index);

async function exportTwice(root: Json): Promise<readonly [string, string]> {
  const first = await exportText(importRoot(root));
  return [first, await exportText(importRoot(JSON.parse(first) as Json))];
}

describe.each(versions)('A generated document of %s', (version) => {
  it.each(seeds)('is exported, imported and exported as the same text: seed %i', async (seed) => {
    const root = generateDocument({ version, seed, density: seed % 2 === 0 ? 0.4 : 0.9 }) as Json;
    const [first, second] = await exportTwice(root);
    expect(second).toBe(first);
  });

  it.each(seeds)('has an export of which every difference is explained: seed %i', async (seed) => {
    const root = generateDocument({ version, seed, density: seed % 2 === 0 ? 0.4 : 0.9 }) as Json;
    const proof = await prove(root);
    expect(describeDifferences(proof).filter((text) => text.endsWith('unexplained'))).toEqual([]);
    expect(proof.totals.values).toBe(countValues(root));
  });
});
