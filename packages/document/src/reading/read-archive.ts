import type { DocumentNotice, SourceFile } from '@connectory/importer';
import type { Archive } from '../archive/archive.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { archiveOtherDocuments } from '../notices/archive-other-documents.ts';
import { archiveRoot } from '../notices/archive-root.ts';
import { createNotice } from '../notices/create-notice.ts';
import { inlineTexts } from '../references/inline-texts.ts';
import { locateInFiles, placeName } from '../references/locate-files.ts';
import { type ReachedFiles, readFiles } from '../references/read-files.ts';
import { listSourceFiles } from '../references/source-files.ts';
import { type FoundRoot, findRoot } from '../roots/find-root.ts';
import { listPaths, noRoot } from '../roots/no-root.ts';
import { spliceReferences } from '../splice/splice-references.ts';
import { checkTree } from '../text/check-tree.ts';
import type { CheckedText } from '../text/parse-text.ts';
import { readVersion } from './openapi-version.ts';

/** A tree with the files that it references. */
export interface ReadTree extends CheckedText {
  /** The root document first. Absent when the tree is all of the document. */
  readonly files?: readonly SourceFile[];
  /** Bytes of all files together, after decompression. */
  readonly bytes: number;
}

export interface ArchiveOptions {
  /** The root document that the request names. */
  readonly root?: string;
  /** The URL that the root document was fetched from. */
  readonly sourceUrl?: string;
  readonly limits: DocumentLimits;
}

/**
 * Reads the document of an archive: its root document and the files that it reaches.
 * @throws FaultError when there is no root document, or it cannot be read, or the files exceed the limits.
 */
export async function readArchive(
  archive: Archive,
  { root, sourceUrl, limits }: ArchiveOptions,
): Promise<ReadTree & { readonly rootPath: string }> {
  const found = await findRoot(archive, root, limits);
  const { files, notices, bytes } = await readFiles(archive, found.path, limits);
  const rootFile = files.get(found.path);
  if (found.isChosen) requireDocument(archive, rootFile);
  const archiveNotices = found.isChosen ? describeRoot(archive, found, [...files.keys()]) : [];
  inlineTexts(files);
  const tree = joinFiles({ files, bytes }, found.isPacked ? sourceUrl : undefined, limits);
  return { ...tree, bytes, rootPath: found.path, notices: [...archiveNotices, ...notices, ...tree.notices] };
}

function joinFiles(
  { files, bytes }: Pick<ReachedFiles, 'files' | 'bytes'>,
  sourceUrl: string | undefined,
  limits: DocumentLimits,
): Omit<ReadTree, 'bytes'> {
  const [root] = files.values();
  const spellings = new Map([...files.values()].flatMap((file) => [...file.spellings]));
  const origins = spliceReferences(files, spellings, limits);
  // Copies nest: together they may exceed limits that no file exceeds.
  if (origins.size > 0) for (const file of files.values()) checkTree(file.root, bytes, limits);
  const notices = [...files].flatMap(([path, file]) =>
    file === root ? file.notices : file.notices.map((notice) => inFile(path, notice)),
  );
  return {
    root: root?.root ?? null,
    notices,
    locate: locateInFiles(files, origins),
    spellings,
    files: listSourceFiles(files, sourceUrl),
  };
}

function inFile(path: string, notice: DocumentNotice): DocumentNotice {
  const places = notice.places.map(({ pointer, what }) => ({ pointer: placeName(path, pointer), what }));
  return { ...notice, places };
}

/** The only file that looks like a document is not parsed before. */
function requireDocument(archive: Archive, file: CheckedText | undefined): void {
  try {
    readVersion(file?.root ?? null);
  } catch (error) {
    const isOther =
      error instanceof FaultError && /^document_(?:not_openapi|not_object|other_format)$/.test(error.fault.code);
    if (isOther) throw noRoot(archive);
  }
}

/** Paths in one remark. The message shortens longer remarks. */
const maxPaths = 10;

function describeRoot(
  archive: Archive,
  { path, others: otherDocuments }: FoundRoot,
  read: readonly string[],
): DocumentNotice[] {
  const reached = new Set(read);
  const unread = [...archive.entries.keys()].filter((entry) => !reached.has(entry));
  const others = read.slice(1);
  const remarks = [
    `the root document is ${path}`,
    ...(others.length === 0
      ? []
      : [`${others.length} file(s) that it references were read: ${listPaths(others, maxPaths)}`]),
    ...(unread.length === 0 ? [] : [`${unread.length} file(s) were not read: ${listPaths(unread, maxPaths)}`]),
  ];
  return [
    ...createNotice(
      archiveRoot,
      remarks.map((what) => ({ pointer: '', what })),
    ),
    ...createNotice(
      archiveOtherDocuments,
      otherDocuments.map((other) => ({ pointer: '', what: `${other.path} with ${other.operations} operation(s)` })),
    ),
  ];
}
