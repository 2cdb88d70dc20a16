import { once } from 'node:events';
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
import { exitWithParent, parseSettings, requireDatabaseUrl, type Settings } from '@connectory/runtime';
import { proofExitCodes, type ProofTask } from '../diff/proof-task.ts';
import { presentDifference } from './present-difference.ts';
import { toExported } from './to-exported.ts';

/** Size of one write, in characters. */
const chunkChars = 64 * 1024;

async function main(): Promise<number> {
  const task: ProofTask = JSON.parse(process.argv[2] ?? '');
  const settings = parseSettings(process.env);
  const socketTimeoutMs = settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000;
  const url = requireDatabaseUrl(settings);
  const database = createDatabase({ url, poolSize: 1, socketTimeoutMs, onError: () => undefined });
  try {
    const source = await readProofSource(database, task.versionId);
    if (source === undefined) return proofExitCodes.versionGone;
    if (source.document === undefined) return proofExitCodes.documentGone;
    if (source.document.bytes > task.maxBytes) return proofExitCodes.tooLarge;
    const document = await parse(await unpackDocument(source.document), source, settings);
    if (document === undefined) return proofExitCodes.tooLarge;
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
  let text = `${JSON.stringify({ versionId, version, importerVersion }).slice(0, -1)},"differences":[`;
  let separator = '';
  for (;;) {
    const next = await proof.next();
    if (next.done === true) {
      await write(`${text}],"totals":${JSON.stringify(next.value)}}`);
      return;
    }
    text += separator + JSON.stringify(presentDifference(next.value satisfies Difference));
    separator = ',';
    if (text.length < chunkChars) continue;
    await write(text);
    text = '';
  }
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

exitWithParent(() => process.exit(1));
// The parent handles signals to the process group: it ends running requests first.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

main().then(
  (code) => process.stdout.write('', () => process.exit(code)),
  (error: unknown) => {
    process.stderr.write(String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
