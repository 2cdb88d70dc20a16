import { importDocument, type Json } from '@connectory/importer';
import { defaultDocumentLimits, readDocument } from '../../src/index.ts';

/** Imports a document given as a tree. Faults count as outcomes; lines and columns are left out. */
export async function importAsText(document: Json): Promise<string> {
  const read = await readDocument(Buffer.from(JSON.stringify(document)), { limits: defaultDocumentLimits });
  if (!read.ok) return `fault ${read.fault.code} ${read.fault.message}`;
  return JSON.stringify(importDocument({ ...read.document, locate: () => new Map() }));
}
