import type { ArchiveFiles } from './archive-files.ts';
import { FaultError } from '../faults/fault-error.ts';

/** A file whose text is the path of the root document, in archives that this project packs itself. */
export const rootMarker = 'connectory-root';

/**
 * The document that an archive is about: the one that it names itself; else, among the documents that lie least deep, the one named
 * `openapi` or `swagger`, or the only one with such a field at its top.
 * @throws FaultError when there is none, or more than one.
 */
export function findRootFile(files: ArchiveFiles): string {
  const marked = readMarker(files);
  if (marked !== undefined) return marked;
  const documents = [...files.keys()].filter((path) => /\.(?:json|ya?ml)$/i.test(path));
  const level = Math.min(...documents.map(depthOf));
  const top = documents.filter((path) => depthOf(path) === level);
  const named = top.filter((path) => /(?:^|\/)(?:openapi|swagger)\.[^./]+$/i.test(path));
  const candidates = named.length > 0 ? named : top.filter((path) => declaresVersion(files.get(path)));
  const [root, another] = candidates;
  if (root === undefined) {
    throw new FaultError(
      'archive_no_root',
      `The archive holds no OpenAPI document at its top: no openapi.yaml or openapi.json, and no other with an "openapi" or "swagger" field (it holds ${list([...files.keys()])}).`,
    );
  }
  if (another !== undefined) {
    throw new FaultError(
      'archive_several_roots',
      `The archive holds several OpenAPI documents at its top: ${list(candidates)}. Leave one there, or name it openapi.yaml.`,
    );
  }
  return root;
}

function readMarker(files: ArchiveFiles): string | undefined {
  const bytes = files.get(rootMarker);
  const path = bytes === undefined ? '' : Buffer.from(bytes).toString().trim();
  return files.has(path) ? path : undefined;
}

function depthOf(path: string): number {
  return path.split('/').length;
}

/** By a look at the text; whether it really is a document shows when it is read. */
function declaresVersion(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  // Blanks of one line only: over many empty lines, more would take quadratic time.
  return /(?:^|[{,])[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:/m.test(text);
}

function list(paths: readonly string[]): string {
  if (paths.length === 0) return 'no files';
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  return `${paths.slice(0, 5).join(', ')}${more}`;
}
