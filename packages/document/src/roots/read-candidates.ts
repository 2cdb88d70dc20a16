import type { Json } from '@connectory/importer';
import { type Archive, readFile } from '../archive/archive.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { childAt } from '@connectory/json';
import { decodeText } from '../text/decode-text.ts';
import { parseText } from '../text/parse-text.ts';
import { countOperations } from './count-operations.ts';
import type { ScannedFile } from './scan-files.ts';

/** A file that may be the root document. */
export interface Candidate {
  readonly path: string;
  readonly operations: number;
  /** Whether it references other files of the archive. */
  readonly hasReferences: boolean;
}

/**
 * Parses the files that may be documents, and keeps those with a version at their top. The only one is not parsed here, because the
 * import parses it anyway. Where no file qualifies, those that cannot be parsed are the candidates, so that the import reports why.
 */
export async function readCandidates(
  archive: Archive,
  scanned: readonly ScannedFile[],
  limits: DocumentLimits,
): Promise<readonly Candidate[]> {
  const files = scanned
    .filter(({ mayBeDocument }) => mayBeDocument)
    .map(({ path, references }) => ({ path, operations: 0, hasReferences: references.length > 0 }));
  if (files.length === 1) return files;
  const candidates: Candidate[] = [];
  const broken: Candidate[] = [];
  for (const file of files) {
    const root = await parseFile(archive, file.path, limits);
    if (root === undefined) broken.push(file);
    else if (declaresVersion(root)) candidates.push({ ...file, operations: countOperations(root) });
  }
  return candidates.length > 0 ? candidates : broken;
}

async function parseFile(archive: Archive, path: string, limits: DocumentLimits): Promise<Json | undefined> {
  try {
    return parseText(decodeText((await readFile(archive, path, limits)) ?? new Uint8Array()), limits).root;
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

/** A version is a string or number. The configuration of a tool may have a member with that name too. */
function declaresVersion(root: Json): boolean {
  return ['openapi', 'swagger'].some((key) => {
    const version = childAt(root, key);
    return (
      typeof version === 'number' || (typeof version === 'string' && /^\s*\d+(?:\.\d+)*(?:-.*)?\s*$/.test(version))
    );
  });
}
