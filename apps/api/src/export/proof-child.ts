import { readDocument } from '@connectory/document';
import { unpackDocument } from '@connectory/encoding';
import { type Difference, exportDocument, type OverlayChanges, proveVersion } from '@connectory/exporter';
import type { ParsedDocument } from '@connectory/importer';
import { traceOverlays } from '@connectory/overlay';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { OutputFile } from '../children/output-file.ts';
import { runChild } from '../children/run-child.ts';
import type { ProofTask } from './export-tasks.ts';
import { presentDifference } from './present-difference.ts';
import { type ProofInput, type ProvableSource, readProofInput } from './proof-input.ts';
import { toExported } from './to-exported.ts';

// The entry point of a proof child. It parses a document, so it has no database and no environment.

async function compare(task: ProofTask): Promise<number> {
  const input = await readProofInput(task.inputPath);
  const parsed = await parse(input.source, task);
  if (parsed === undefined) return childExitCodes.tooLarge;
  await prove(task, parsed, input);
  return 0;
}

interface ParsedSource {
  /** With the changes of overlays. */
  readonly document: ParsedDocument;
  readonly overlays: OverlayChanges | undefined;
}

/** @returns undefined for a document that the present limits refuse. */
async function parse(
  { document, options, overlays }: ProvableSource,
  { limits }: ProofTask,
): Promise<ParsedSource | undefined> {
  const content = await unpackDocument(document);
  const read = await readDocument(content, { limits, ...(options.root === undefined ? {} : { root: options.root }) });
  if (!read.ok) return undefined;
  if (overlays.length === 0) return { document: read.document, overlays: undefined };
  const traced = traceOverlays(read.document, overlays, limits);
  return traced.ok ? { document: traced.document, overlays: traced.trace } : undefined;
}

async function prove(
  task: ProofTask,
  { document, overlays }: ParsedSource,
  { source, rows }: ProofInput,
): Promise<void> {
  const { title, version, baseUrl, versionId } = task;
  const { importerVersion, options, messagesJson } = source;
  const exported = toExported(rows, { title, version, baseUrl });
  const { include, exclude, schemaURL } = options;
  const proof = proveVersion({
    document,
    overlays,
    exported: await exportDocument(exported),
    extras: exported.extras,
    messages: JSON.parse(messagesJson),
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
