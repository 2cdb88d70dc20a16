import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, 'golden');
const manifestFile = path.join(import.meta.dirname, 'golden-manifest.json');
const outcomeFiles = ['connector.json', 'messages.json'];

/** The hashes of one golden folder. */
interface GoldenHashes {
  readonly document: string;
  /** Of the connector and the messages together. */
  readonly outcome: string;
}

/** The golden folders, and the importer that made their outcomes. Committed beside them. */
export interface GoldenManifest {
  readonly importerVersion: string;
  readonly folders: { readonly [name: string]: GoldenHashes };
}

export const goldenNames: readonly string[] = readdirSync(folder).sort();

export function goldenFile(name: string, file: string): string {
  return path.join(folder, name, file);
}

export function hashTexts(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}\n${text}`);
  return hash.digest('hex');
}

/** The hashes of the files as they are on disk. */
export function hashFolders(): GoldenManifest['folders'] {
  return Object.fromEntries(
    goldenNames.map((name) => {
      const read = (file: string): string =>
        existsSync(goldenFile(name, file)) ? readFileSync(goldenFile(name, file), 'utf8') : '';
      return [name, { document: hashTexts([read('openapi.yaml')]), outcome: hashTexts(outcomeFiles.map(read)) }];
    }),
  );
}

export function readManifest(): GoldenManifest {
  return JSON.parse(readFileSync(manifestFile, 'utf8')) as GoldenManifest;
}

export function writeManifest(manifest: GoldenManifest): void {
  writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * The folders whose outcome changed although their document did not. Stored versions are compared by importer version, so such a
 * change needs a new one.
 */
export function changedOutcomes(
  before: GoldenManifest['folders'],
  after: GoldenManifest['folders'],
): readonly string[] {
  return Object.keys(after).filter((name) => {
    const [old, next] = [before[name], after[name]];
    return old !== undefined && old.document === next?.document && old.outcome !== next.outcome;
  });
}
