import {
  createDatabase,
  type Database,
  readExportedVersion,
  readProofSource,
  type ProofSource,
  unpackDocument,
} from '@connectory/database';
import { readDocumentLimits, readDocument } from '@connectory/document';
import { type Difference, exportDocument, proveVersion } from '@connectory/exporter';
import type { ParsedDocument } from '@connectory/importer';
import { parseSettings, requireDatabaseUrl, type Settings } from '@connectory/runtime';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { OutputFile } from '../children/output-file.ts';
import { runChild } from '../children/run-child.ts';
import { exportExitCodes, type ProofTask } from './export-tasks.ts';
import { presentDifference } from './present-difference.ts';
import { toExported } from './to-exported.ts';

async function compare(task: ProofTask): Promise<number> {
  const settings = parseSettings(process.env);
  const socketTimeoutMs = settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000;
  const url = requireDatabaseUrl(settings);
  const database = createDatabase({ url, poolSize: 1, socketTimeoutMs, onError: () => undefined });
  try {
    const source = await readProofSource(database, task.versionId);
    if (source === undefined) return exportExitCodes.versionGone;
    if (source.document === undefined) return exportExitCodes.documentGone;
    if (source.document.bytes > task.maxBytes) return childExitCodes.tooLarge;
    const document = await parse(await unpackDocument(source.document), source, settings);
    if (document === undefined) return childExitCodes.tooLarge;
    await prove(task, { document, source }, database);
    return 0;
  } finally {
    await database.close();
  }
}

/** @returns undefined for a document that the present limits refuse. */
async function parse(
  content: Uint8Array,
  { options }: ProofSource,
  settings: Settings,
): Promise<ParsedDocument | undefined> {
  const limits = readDocumentLimits(settings);
  const read = await readDocument(content, { limits, ...(options.root === undefined ? {} : { root: options.root }) });
  return read.ok ? read.document : undefined;
}

async function prove(
  task: ProofTask,
  { document, source }: { readonly document: ParsedDocument; readonly source: ProofSource },
  database: Database,
): Promise<void> {
  const { title, version, baseUrl, versionId } = task;
  const { importerVersion, options, messages } = source;
  const exported = toExported(await readExportedVersion(database, versionId), { title, version, baseUrl });
  const { include, exclude, schemaURL } = options;
  const proof = proveVersion({
    document,
    exported: await exportDocument(exported),
    extras: exported.extras,
    messages,
    isPart: include !== undefined || exclude !== undefined,
    importOptions: {
      ...(include === undefined ? {} : { include }),
      ...(exclude === undefined ? {} : { exclude }),
      ...(schemaURL === undefined ? {} : { sourceUrl: schemaURL }),
    },
  });
  const output = await OutputFile.create(task.outputPath, task.maxOutputBytes);
  await output.write(`${JSON.stringify({ versionId, version, importerVersion }).slice(0, -1)},"differences":[`);
  let separator = '';
  for (;;) {
    const next = await proof.next();
    if (next.done === true) {
      await output.write(`],"totals":${JSON.stringify(next.value)}}`);
      await output.close();
      return;
    }
    await output.write(separator + JSON.stringify(presentDifference(next.value satisfies Difference)));
    separator = ',';
  }
}

runChild(compare);
