import type { Archive } from '../archive/archive.ts';
import { isDataFile, maxSearchFactor, readQuietly } from '../archive/read-quietly.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { parseText } from '../text/parse-text.ts';
import { listIdentifiers } from './list-targets.ts';

/** Finds files by the absolute URIs that they give to themselves or to their schemas, by `$self` and `$id`. */
export type FindIdentified = (uris: Iterable<string>) => Promise<readonly string[]>;

/**
 * The first call reads the files of the archive, those without identifiers without a parse. Files beyond the limit of a search are
 * not found, and neither are files that cannot be read.
 */
export function createIdentifiedFiles(archive: Archive, limits: DocumentLimits): FindIdentified {
  let known: Promise<ReadonlyMap<string, string>> | undefined;
  return async (uris) => {
    const paths = await (known ??= indexFiles(archive, limits));
    return [...uris].map((uri) => paths.get(uri)).filter((path) => path !== undefined);
  };
}

const hasIdentifier = /\$(?:self|id)["']?[ \t]*:/;

/** Paths by URI. The first file of a URI counts. */
async function indexFiles(archive: Archive, limits: DocumentLimits): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  let bytes = 0;
  for (const path of archive.entries.keys()) {
    if (!isDataFile(path)) continue;
    const { text, bytes: unpacked } = await readQuietly(archive, path, limits);
    bytes += unpacked;
    if (bytes > limits.maxBytes * maxSearchFactor) break;
    if (text === undefined || !hasIdentifier.test(text)) continue;
    for (const uri of identifiersIn(path, text, limits)) if (!paths.has(uri)) paths.set(uri, path);
  }
  return paths;
}

function identifiersIn(path: string, text: string, limits: DocumentLimits): Iterable<string> {
  try {
    return listIdentifiers(path, parseText(text, limits).root);
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}
