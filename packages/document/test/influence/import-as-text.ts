import { importDocument, type Json, type ParsedDocument } from '@connectory/importer';
import { defaultDocumentLimits, readDocument } from '../../src/index.ts';

/** Imports a document given as a tree. Faults count as outcomes; lines and columns are left out. */
export async function importAsText(document: Json): Promise<string> {
  const read = await readDocument(Buffer.from(JSON.stringify(document)), { limits: defaultDocumentLimits });
  return read.ok ? outcomeOf(read.document) : `fault ${read.fault.code} ${read.fault.message}`;
}

/** A document that was read once, whose changed copies are imported without being written and read as text. */
export interface ImportedOnce {
  readonly outcome: string;
  /** Whether the outcome for a changed copy of the document is another one. */
  isChanged(copy: Json): Promise<boolean>;
}

/** @returns undefined when the document cannot be imported: each change of such a document would be without effect. */
export async function importOnce(document: Json): Promise<ImportedOnce | undefined> {
  const read = await readDocument(Buffer.from(JSON.stringify(document)), { limits: defaultDocumentLimits });
  if (!read.ok) return undefined;
  const outcome = outcomeOf(read.document);
  return {
    outcome,
    // Reading can have an effect of its own, such as a notice, so a copy without effect is read as text as well.
    isChanged: async (root) =>
      outcomeOf({ ...read.document, root }) !== outcome || (await importAsText(root)) !== outcome,
  };
}

function outcomeOf(document: ParsedDocument): string {
  return JSON.stringify(importDocument({ ...document, locate: () => new Map() }));
}
