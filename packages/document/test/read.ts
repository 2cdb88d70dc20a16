import type { DocumentFault, ParsedDocument } from '@connectory/importer';
import { type DocumentLimits, defaultDocumentLimits, type ReadOutcome, readDocument } from '../src/index.ts';

/** Reads a document that must be accepted. */
export async function read(
  document: string | Uint8Array,
  limits?: Partial<DocumentLimits>,
  root?: string,
): Promise<ParsedDocument> {
  const outcome = await readAny(document, limits, root);
  if (!outcome.ok) throw new Error(`refused: ${outcome.fault.code}: ${outcome.fault.message}`);
  return outcome.document;
}

/** Reads a document that must be refused, and returns its fault. */
export async function readFault(
  document: string | Uint8Array,
  limits?: Partial<DocumentLimits>,
  root?: string,
): Promise<DocumentFault> {
  const outcome = await readAny(document, limits, root);
  if (outcome.ok) throw new Error(`accepted: ${JSON.stringify(outcome.document.root).slice(0, 200)}`);
  return outcome.fault;
}

function readAny(document: string | Uint8Array, limits?: Partial<DocumentLimits>, root?: string): Promise<ReadOutcome> {
  const options = { limits: { ...defaultDocumentLimits, ...limits }, ...(root === undefined ? {} : { root }) };
  return readDocument(toBytes(document), options);
}

export function toBytes(document: string | Uint8Array): Uint8Array {
  return typeof document === 'string' ? Buffer.from(document) : document;
}

/** The line and column of one pointer, such as `3:14`. */
export function locateOne(document: ParsedDocument, pointer: string): string | undefined {
  const position = document.locate(new Set([pointer])).get(pointer);
  return position && `${position.line}:${position.column}`;
}
