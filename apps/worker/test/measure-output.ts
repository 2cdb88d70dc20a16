import { defaultDocumentLimits, outputLimit, readDocument } from '@connectory/document';
import { type ConnectorModel, importDocument } from '@connectory/importer';
import { diffVersions, parseVersionContent, type VersionContent } from '@connectory/diff';
import {
  contentOfRows,
  countSchemaChars,
  OutputTooLargeError,
  renderConnector,
  renderVersion,
} from '@connectory/lifecycle';

/** What an import of a document costs, without a database. */
export interface MeasuredImport {
  readonly bytes: number;
  /** The code of the fault that ended it. */
  readonly fault: string | undefined;
  /** Characters of messages, definitions, extras and entities that would be stored. */
  readonly chars: number;
  readonly limit: number;
  /** Processor time of this process. */
  readonly cpuMs: number;
}

export async function measureOutput(text: string): Promise<MeasuredImport> {
  const bytes = Buffer.from(text);
  const limit = outputLimit(bytes.length, defaultDocumentLimits);
  const start = process.cpuUsage();
  const { fault, chars } = await importWithin(bytes, limit);
  const { user, system } = process.cpuUsage(start);
  return { bytes: bytes.length, fault, chars, limit, cpuMs: (user + system) / 1000 };
}

async function importWithin(bytes: Uint8Array, limit: number): Promise<{ fault: string | undefined; chars: number }> {
  const read = await readDocument(bytes, { limits: defaultDocumentLimits });
  if (!read.ok) return { fault: read.fault.code, chars: JSON.stringify(read.fault).length };
  const imported = importDocument(read.document, { maxOutputChars: limit });
  if (!imported.ok) return { fault: imported.fault.code, chars: JSON.stringify(imported).length };
  const { model } = imported;
  const stored = countSchemaChars(model);
  const rows = renderVersion(model, noKnownIds, () => '0'.repeat(26), limit - stored);
  let chars = stored + JSON.stringify(model.messages).length;
  try {
    chars += JSON.stringify(renderConnector(model.connector, () => '')).length;
    for (const { body } of [...rows.actions, ...rows.triggers, ...rows.definitions]) chars += body().length;
    return { fault: undefined, chars };
  } catch (error) {
    if (error instanceof OutputTooLargeError) return { fault: 'import_output_too_large', chars: 0 };
    throw error;
  }
}

/** @returns the processor time of comparing two documents, in milliseconds; 0 for documents that no version is made of. */
export async function measureDiff(older: string, newer: string): Promise<number> {
  const [before, after] = [await contentOf(older), await contentOf(newer)];
  if (before === undefined || after === undefined) return 0;
  const start = process.cpuUsage();
  diffVersions(before, after);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** @returns undefined for a document that is refused, or exceeds its limit. */
async function contentOf(text: string): Promise<VersionContent | undefined> {
  const bytes = Buffer.from(text);
  const limit = outputLimit(bytes.length, defaultDocumentLimits);
  const read = await readDocument(bytes, { limits: defaultDocumentLimits });
  const imported = read.ok ? importDocument(read.document, { maxOutputChars: limit }) : undefined;
  return imported?.ok === true ? contentWithin(imported.model, limit) : undefined;
}

function contentWithin(model: ConnectorModel, limit: number): VersionContent | undefined {
  try {
    const rows = renderVersion(model, noKnownIds, () => '0'.repeat(26), limit - countSchemaChars(model));
    return parseVersionContent(contentOfRows(rows));
  } catch (error) {
    if (error instanceof OutputTooLargeError) return undefined;
    throw error;
  }
}

const noKnownIds = { actions: new Map(), triggers: new Map(), definitions: new Map() };
