import { type Archive, readFile } from '../archive/archive.ts';
import { rootMarker } from '../archive/root-marker.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { listPaths, noRoot } from './no-root.ts';
import { readCandidates, type Candidate } from './read-candidates.ts';
import { findUnreferenced } from './find-unreferenced.ts';
import { scanFiles } from './scan-files.ts';

export interface FoundRoot {
  readonly path: string;
  /** Whether the root was chosen by its references, rather than named. */
  readonly isChosen: boolean;
  /** Whether `packFiles` made the archive, of files that were fetched. */
  readonly isPacked: boolean;
  /** Other documents with operations that the root does not reach, best first. */
  readonly others: readonly Candidate[];
}

/**
 * Finds the root document of an archive: the one named by the request or by the archive; else the document with operations that no
 * other document references. Of several: nearest to the top, then named `openapi` or `swagger`, then with references
 * to other files, which a bundle does not have, then with the most operations.
 * @param root the path that the request names.
 * @throws FaultError when there is no root document, or no way to choose one.
 */
export async function findRoot(archive: Archive, root: string | undefined, limits: DocumentLimits): Promise<FoundRoot> {
  if (root !== undefined) return { path: findNamed(archive, root), isChosen: false, isPacked: false, others: [] };
  const marked = await readMarker(archive, limits);
  if (marked !== undefined) return { path: marked, isChosen: false, isPacked: true, others: [] };
  const scanned = await scanFiles(archive, limits);
  const candidates = await readCandidates(archive, scanned, limits);
  const references = new Map(scanned.map((file) => [file.path, file.references]));
  const withOperations = candidates.filter(({ operations }) => operations > 0);
  const eligible = withOperations.length > 0 ? withOperations : candidates;
  const ranked = eligible.toSorted(compareCandidates);
  const unreferenced = findUnreferenced(
    ranked.map(({ path }) => path),
    (path) => references.get(path) ?? [],
  );
  const [best, ...others] = ranked.filter(({ path }) => unreferenced.has(path));
  if (best === undefined) throw noRoot(archive);
  const ties = others.filter((other) => isTie(best, other));
  if (ties.length > 0) throw severalRoots([best, ...ties]);
  const left = others.filter(({ operations }) => operations > 0);
  return { path: best.path, isChosen: true, isPacked: false, others: left };
}

/** The path as the request names it, or the only path that ends with it: archives often wrap all files in a folder. */
function findNamed(archive: Archive, root: string): string {
  const path = root.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
  if (archive.entries.has(path)) return path;
  const [match, another] = [...archive.entries.keys()].filter((entry) => entry.endsWith(`/${path}`));
  if (match !== undefined && another === undefined) return match;
  throw new FaultError(
    'archive_root_not_found',
    `The archive does not hold ${JSON.stringify(root.slice(0, 200))}, which "root" names as the root document (it holds ${listPaths([...archive.entries.keys()])}). Name one of its files.`,
  );
}

async function readMarker(archive: Archive, limits: DocumentLimits): Promise<string | undefined> {
  const bytes = await readFile(archive, rootMarker, limits);
  const path = bytes === undefined ? '' : Buffer.from(bytes).toString().trim();
  return archive.entries.has(path) ? path : undefined;
}

function compareCandidates(one: Candidate, other: Candidate): number {
  const ranks = [
    depthOf(one) - depthOf(other),
    Number(isNamed(other)) - Number(isNamed(one)),
    Number(other.hasReferences) - Number(one.hasReferences),
    other.operations - one.operations,
  ];
  return ranks.find((rank) => rank !== 0) ?? (one.path < other.path ? -1 : 1);
}

/** Two spellings of one document, such as `openapi.json` and `openapi.yaml`, are no tie: the first is as good as the second. */
function isTie(best: Candidate, other: Candidate): boolean {
  const isEqual =
    depthOf(best) === depthOf(other) &&
    isNamed(best) === isNamed(other) &&
    best.hasReferences === other.hasReferences &&
    best.operations === other.operations;
  return isEqual && stemOf(best) !== stemOf(other);
}

function depthOf({ path }: Candidate): number {
  return path.split('/').length;
}

function isNamed({ path }: Candidate): boolean {
  return /(?:^|\/)(?:openapi|swagger)\.[^./]+$/i.test(path);
}

function stemOf({ path }: Candidate): string {
  return path.replace(/\.[^./]*$/, '');
}

function severalRoots(candidates: readonly Candidate[]): FaultError {
  const paths = listPaths(candidates.map(({ path }) => path));
  return new FaultError(
    'archive_several_roots',
    `The archive holds several OpenAPI documents that no other references: ${paths}. Name one with "root" in the metadata, or pack only the documents of one API.`,
  );
}
