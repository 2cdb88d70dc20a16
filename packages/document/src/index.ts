export type { ArchiveFiles } from './archive-files.ts';
export { archivePath } from './archive-path.ts';
export { findFileReferences } from './find-file-references.ts';
export { type DocumentLimits, defaultDocumentLimits } from './limits.ts';
export { packFiles } from './pack-files.ts';
export { type ReadOutcome, readDocument } from './read-document.ts';
