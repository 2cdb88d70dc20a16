import type { DocumentNotice } from '@connectory/importer';
import type { Archive } from '../archive/archive.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { archiveOtherDocuments } from '../notices/archive-other-documents.ts';
import { archiveRoot } from '../notices/archive-root.ts';
import { createNotice } from '../notices/create-notice.ts';
import { bundleFiles } from '../references/bundle-files.ts';
import { readFiles } from '../references/read-files.ts';
import { type FoundRoot, findRoot } from '../roots/find-root.ts';
import { listPaths, noRoot } from '../roots/no-root.ts';
import type { CheckedText } from '../text/parse-text.ts';
import { readVersion } from './openapi-version.ts';

/**
 * Reads the document of an archive: its root document and the files that it reaches.
 * @param root the root document that the request names.
 * @throws FaultError when there is no root document, or it cannot be read, or the files exceed the limits.
 */
export async function readArchive(
  archive: Archive,
  root: string | undefined,
  limits: DocumentLimits,
): Promise<CheckedText> {
  const found = await findRoot(archive, root, limits);
  const { files, notices } = await readFiles(archive, found.path, limits);
  if (found.isChosen) requireDocument(archive, files.get(found.path));
  const archiveNotices = found.isChosen ? describeRoot(archive, found, [...files.keys()]) : [];
  const bundled = await bundleFiles(files, limits);
  return { ...bundled, notices: [...archiveNotices, ...notices, ...bundled.notices] };
}

/** The only file that looks like a document is not parsed before. */
function requireDocument(archive: Archive, file: CheckedText | undefined): void {
  try {
    readVersion(file?.root ?? null);
  } catch (error) {
    const isOther = error instanceof FaultError && /^document_not_(?:openapi|object)$/.test(error.fault.code);
    if (isOther) throw noRoot(archive);
  }
}

/** Paths in one remark. The message shortens longer remarks. */
const maxPaths = 10;

function describeRoot(archive: Archive, { path, others }: FoundRoot, read: readonly string[]): DocumentNotice[] {
  const reached = new Set(read);
  const unread = [...archive.entries.keys()].filter((entry) => !reached.has(entry));
  const remarks = [
    `the root document is ${path}`,
    `${read.length - 1} file(s) that it references were read: ${listPaths(read.slice(1), maxPaths)}`,
    `${unread.length} file(s) were not read: ${listPaths(unread, maxPaths)}`,
  ];
  return [
    ...createNotice(
      archiveRoot,
      remarks.map((what) => ({ pointer: '', what })),
    ),
    ...createNotice(
      archiveOtherDocuments,
      others.map((other) => ({ pointer: '', what: `${other.path} with ${other.operations} operation(s)` })),
    ),
  ];
}
