export { archivePath } from './archive/archive-path.ts';
export { findFileReferences } from './references/find-file-references.ts';
export {
  type DocumentLimits,
  defaultDocumentLimits,
  outputLimit,
  readDocumentLimits,
} from './faults/document-limits.ts';
export { documentRules } from './notices/document-rules.ts';
export type { ExcerptLine, ExcerptSize } from './places/cut-excerpt.ts';
export { type DocumentExcerpt, type ExcerptOptions, type ExcerptOutcome, readExcerpt } from './reading/read-excerpt.ts';
export { packFiles } from './archive/pack-files.ts';
export { readTree, type TreeOutcome } from './reading/read-tree.ts';
export { redeclareVersion } from './reading/redeclare-version.ts';
export { type ReadOptions, type ReadOutcome, readDocument } from './reading/read-document.ts';
export { showPlaces } from './reading/show-places.ts';
