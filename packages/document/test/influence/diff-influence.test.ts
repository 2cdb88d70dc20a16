import { diffVersions, parseVersionContent, type StoredContent } from '@connectory/diff';
import { importDocument, type Json } from '@connectory/importer';
import { contentOfModel } from '@connectory/lifecycle';
import { describe, expect, it } from 'vitest';
import { defaultDocumentLimits, readDocument } from '../../src/index.ts';
import { changeLeaf, findLeaves, type Leaf } from './find-leaves.ts';
import { generateDocument } from './generate-document.ts';
import { specVersions } from './grammar.ts';

/** The content of the version that a document becomes; undefined when it cannot be imported. */
async function contentOf(document: Json): Promise<StoredContent | undefined> {
  const read = await readDocument(Buffer.from(JSON.stringify(document)), { limits: defaultDocumentLimits });
  if (!read.ok) return undefined;
  const outcome = importDocument({ ...read.document, locate: () => new Map() });
  let ids = 0;
  return outcome.ok ? contentOfModel(outcome.model, () => String((ids += 1)).padStart(26, '0')) : undefined;
}

/** One leaf of each kind. */
function drawLeaves(leaves: readonly Leaf[]): readonly Leaf[] {
  return [...new Map(leaves.map((leaf) => [leaf.kind, leaf])).values()];
}

describe.each(specVersions)('A change of a document of %s', (version) => {
  it('that changes its version appears in the diff', { timeout: 300_000 }, async () => {
    const document = generateDocument({ version, seed: 1, density: 1 });
    const before = await contentOf(document);
    if (before === undefined) throw new Error('The document was not imported.');
    const text = JSON.stringify(before);
    const parsed = parseVersionContent(before);
    const missing: string[] = [];
    for (const leaf of drawLeaves(findLeaves(document, version))) {
      const after = await contentOf(changeLeaf(document, leaf));
      if (after === undefined || JSON.stringify(after) === text) continue;
      const { entries } = diffVersions(parsed, parseVersionContent(after));
      if (entries.length === 0) missing.push(`${leaf.kind}: /${leaf.path.join('/')}`);
    }
    expect(missing).toEqual([]);
  });
});
