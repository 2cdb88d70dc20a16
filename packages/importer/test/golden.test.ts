import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { importDocument, importerVersion, type Json } from '../src/index.ts';
import {
  changedOutcomes,
  type GoldenManifest,
  goldenFile,
  goldenNames,
  hashFolders,
  hashTexts,
  readManifest,
  writeManifest,
} from './golden-manifest.ts';
import { parsed } from './parsed.ts';

interface Outcome {
  readonly connector: string;
  readonly messages: string;
}

/** Returns the model in the form that is reviewed: schemas as JSON instead of text, messages in a file of their own. */
function importGolden(name: string): Outcome {
  const outcome = importDocument(parsed(load(readFileSync(goldenFile(name, 'openapi.yaml'), 'utf8')) as Json));
  if (!outcome.ok) return { connector: toText({ fault: outcome.fault }), messages: toText(outcome.messages) };
  const { messages, definitions, extras, ...model } = outcome.model;
  const readable = definitions.map((definition) => ({ ...definition, schema: JSON.parse(definition.schema) as Json }));
  return {
    connector: toText({ ...model, extras: JSON.parse(extras) as Json, definitions: readable }),
    messages: toText(messages),
  };
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes all golden files, or throws when an outcome changed under the same importer version. */
function updateGoldens(): void {
  const outcomes = new Map(goldenNames.map((name) => [name, importGolden(name)]));
  const folders: GoldenManifest['folders'] = Object.fromEntries(
    [...outcomes].map(([name, { connector, messages }]) => {
      const document = hashTexts([readFileSync(goldenFile(name, 'openapi.yaml'), 'utf8')]);
      return [name, { document, outcome: hashTexts([connector, messages]) }];
    }),
  );
  const before = readManifest();
  const changed = changedOutcomes(before.folders, folders);
  if (changed.length > 0 && before.importerVersion === importerVersion)
    throw new Error(
      `The outcomes of ${changed.join(', ')} changed. Raise importerVersion in src/import-document.ts; if this change has raised it already, restore test/golden-manifest.json of the base branch first.`,
    );
  for (const [name, { connector, messages }] of outcomes) {
    writeFileSync(goldenFile(name, 'connector.json'), connector);
    writeFileSync(goldenFile(name, 'messages.json'), messages);
  }
  writeManifest({ importerVersion, folders });
}

// Updating is a separate step whose result is reviewed as a diff. CI never updates.
if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) updateGoldens();

describe('Golden folders', () => {
  it('are at least twenty-five', () => expect(goldenNames.length).toBeGreaterThanOrEqual(25));

  it.each(goldenNames)('%s gives its connector and messages, byte for byte', (name) => {
    const { connector, messages } = importGolden(name);
    expect(connector).toBe(readFileSync(goldenFile(name, 'connector.json'), 'utf8'));
    expect(messages).toBe(readFileSync(goldenFile(name, 'messages.json'), 'utf8'));
  });
});

describe('The golden manifest', () => {
  it('matches the golden files and the importer version; otherwise run `npm run golden`', () => {
    expect(readManifest()).toEqual({ importerVersion, folders: hashFolders() });
  });

  it('names a folder whose outcome changed while its document did not', () => {
    const before = { kept: { document: 'a', outcome: '1' }, edited: { document: 'a', outcome: '1' } };
    const after = {
      kept: { document: 'a', outcome: '2' },
      edited: { document: 'b', outcome: '2' },
      added: before.kept,
    };
    expect(changedOutcomes(before, after)).toEqual(['kept']);
  });
});
