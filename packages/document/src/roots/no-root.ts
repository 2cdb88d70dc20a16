import type { Archive } from '../archive/archive.ts';
import { FaultError } from '../faults/fault-error.ts';
import { recogniseArchive } from '../formats/archive-formats.ts';
import { refuseFormat } from '../formats/other-format.ts';

/** The fault of an archive without an OpenAPI document. */
export function noRoot(archive: Archive): FaultError {
  const format = recogniseArchive([...archive.entries.keys()]);
  if (format !== undefined) return refuseFormat(format);
  return new FaultError(
    'archive_no_root',
    `The archive holds no OpenAPI document: no JSON or YAML file with an "openapi" or "swagger" version at its top (it holds ${listPaths([...archive.entries.keys()])}). Pack the root document too, or name it with "root" in the metadata.`,
  );
}

/** The first paths of a list, for a message. */
export function listPaths(paths: readonly string[], max = 5): string {
  if (paths.length === 0) return 'no files';
  const more = paths.length > max ? ` and ${paths.length - max} more` : '';
  const shown = paths.slice(0, max).map((path) => (path.length > 200 ? `${path.slice(0, 200)}…` : path));
  return `${shown.join(', ')}${more}`;
}
