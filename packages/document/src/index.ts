export { type DocumentLimits, defaultDocumentLimits } from './limits.ts';
export { type ReadOutcome, readDocument } from './read-document.ts';
