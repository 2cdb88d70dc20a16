import { readDocument } from '@connectory/document';
import { unpackDocument } from '@connectory/encoding';
import { type Difference, exportDocument, proveVersion } from '@connectory/exporter';
import type { ParsedDocument } from '@connectory/importer';
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
  const document = await parse(input.source, task);
  if (document === undefined) return childExitCodes.tooLarge;
  await prove(task, document, input);
  return 0;
}

/** @returns undefined for a document that the present limits refuse. */
async function parse(
  { document, options }: ProvableSource,
  { limits }: ProofTask,
): Promise<ParsedDocument | undefined> {
  const content = await unpackDocument(document);
  const read = await readDocument(content, { limits, ...(options.root === undefined ? {} : { root: options.root }) });
  return read.ok ? read.document : undefined;
}

async function prove(task: ProofTask, document: ParsedDocument, { source, rows }: ProofInput): Promise<void> {
  const { title, version, baseUrl, versionId } = task;
  const { importerVersion, options, messagesJson } = source;
  const exported = toExported(rows, { title, version, baseUrl });
  const { include, exclude, schemaURL } = options;
  const proof = proveVersion({
    document,
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
