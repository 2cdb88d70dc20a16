import { readFileSync, writeFileSync } from 'node:fs';
import type { Json } from '@connectory/importer';
import { describe, expect, it } from 'vitest';
import { generateDocument } from './generate-document.ts';
import { type SpecVersion, specVersions } from './grammar.ts';
import { importAsText } from './import-as-text.ts';
import { measureInfluence } from './measure-influence.ts';

const { INFLUENCE_FILES, INFLUENCE_REPORT, INFLUENCE_LEAVES, INFLUENCE_SEED, INFLUENCE_GENERATED } = process.env;
const day = 86_400_000;

interface NamedDocument {
  readonly name: string;
  readonly root: Json;
}

/** The documents that `bench/influence` names, or generated ones. */
function* documents(): Generator<NamedDocument> {
  const files: readonly string[] = JSON.parse(readFileSync(INFLUENCE_FILES ?? '', 'utf8'));
  for (const name of files) yield { name, root: JSON.parse(readFileSync(name, 'utf8')) };
  const first = Number(INFLUENCE_SEED) * 1_000_000;
  for (let seed = first; seed < first + Number(INFLUENCE_GENERATED); seed += 1) {
    const version = specVersions[seed % specVersions.length] ?? '3.1';
    yield { name: `generated ${version} ${seed}`, root: generateDocument({ version, seed, density: 0.5 }) };
  }
}

function versionOf(root: Json): SpecVersion | undefined {
  if (typeof root !== 'object' || root === null) return undefined;
  const declared = Object.entries(root).find(([key]) => key === 'openapi' || key === 'swagger')?.[1];
  return specVersions.find((version) => typeof declared === 'string' && declared.startsWith(version));
}

describe.skipIf(INFLUENCE_REPORT === undefined)('Members of documents given by the environment', () => {
  it('are measured', { timeout: day }, async () => {
    const report = {
      documents: 0,
      leaves: 0,
      withoutEffect: [] as { kind: string; version: string; example: string }[],
    };
    for (const { name, root } of documents()) {
      const version = versionOf(root);
      if (version === undefined) continue;
      // Every change of a document that cannot be imported would be without effect.
      if ((await importAsText(root)).startsWith('fault ')) continue;
      const options = { version, leavesPerKind: Number(INFLUENCE_LEAVES), seed: Number(INFLUENCE_SEED) };
      report.documents += 1;
      for (const [kind, { tried, withoutEffect }] of await measureInfluence(root, importAsText, options)) {
        report.leaves += tried;
        for (const pointer of withoutEffect)
          report.withoutEffect.push({ kind, version, example: `${name} ${pointer}` });
      }
      writeFileSync(INFLUENCE_REPORT ?? '', JSON.stringify(report));
    }
    expect(report.documents).toBeGreaterThan(0);
  });
});
