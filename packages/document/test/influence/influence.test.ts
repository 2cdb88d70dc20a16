import { describe, expect, it } from 'vitest';
import { generateDocument } from './generate-document.ts';
import { specVersions } from './grammar.ts';
import { importAsText } from './import-as-text.ts';
import { measureInfluence } from './measure-influence.ts';

/** Documents of each version; `npm run influence --prefix bench -- --generated N` takes more of them. */
const generated = 12;
const firstSeed = 20_261_124;

async function findWithoutEffect(...[root, options]: Parameters<typeof measureInfluence>): Promise<readonly string[]> {
  const kinds = await measureInfluence(root, options);
  if (kinds === undefined) throw new Error('The document was not imported.');
  return [...kinds].flatMap(([kind, { withoutEffect }]) => withoutEffect.map((pointer) => `${kind}: ${pointer}`));
}

describe.each(specVersions)('A document of %s that uses every member', (version) => {
  const root = generateDocument({ version, seed: 1, density: 1 });

  it('imports', async () => {
    expect(await importAsText(root)).toMatch(/^\{"ok":true/);
  });

  it('has no kind of member without influence', { timeout: 300_000 }, async () => {
    expect(await findWithoutEffect(root, { version, leavesPerKind: 2 })).toEqual([]);
  });
});

describe.each(specVersions)('Documents of %s that use members at random', (version) => {
  it('have no leaf without influence', { timeout: 300_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + generated; seed += 1) {
      const root = generateDocument({ version, seed, density: 0.5 });
      const without = await findWithoutEffect(root, { version, kinds: 20, leavesPerKind: 1, seed });
      expect({ seed, without }).toEqual({ seed, without: [] });
    }
  });
});
