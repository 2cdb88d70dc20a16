import { describe, expect, it } from 'vitest';
import { generateDocument } from './generate-document.ts';
import { specVersions } from './grammar.ts';
import { importAsText } from './import-as-text.ts';
import { kindsWithoutInfluence } from './kinds-without-influence.ts';
import { measureInfluence } from './measure-influence.ts';

describe.each(specVersions)('A document of %s that uses every member', (version) => {
  it('imports', async () => {
    expect(await importAsText(generateDocument({ version, seed: 1, density: 1 }))).toMatch(/^\{"ok":true/);
  });

  it('has no further kind of member without influence', { timeout: 300_000 }, async () => {
    const document = generateDocument({ version, seed: 1, density: 1 });
    const kinds = await measureInfluence(document, importAsText, { version, leavesPerKind: 1 });
    const without = [...kinds].filter(([, { withoutEffect }]) => withoutEffect.length > 0).map(([kind]) => kind);
    if (process.env['INFLUENCE'] === 'print') console.log(version, kinds.size, JSON.stringify(without.sort()));
    const known = new Set(kindsWithoutInfluence[version]);
    expect(without.filter((kind) => !known.has(kind))).toEqual([]);
  });
});
