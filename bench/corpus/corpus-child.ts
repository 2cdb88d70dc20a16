// Imports one file after another for its parent process, and reports the properties of each import.
import { readFileSync } from 'node:fs';
import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { importDocument } from '@connectory/importer';
import { checkProperties, type Faults } from './check-properties.ts';

export interface FileReport {
  readonly file: string;
  /** Size of the file. */
  readonly bytes: number;
  /** Milliseconds of reading and mapping. */
  readonly ms: number;
  /** Code of the fault when the document cannot be imported. */
  readonly fault?: string;
  readonly reason?: string;
  readonly faults?: Faults;
  /** Code and number of places of each message. */
  readonly messages?: readonly (readonly [string, number])[];
  readonly actions?: number;
  readonly definitions?: number;
}

const check = process.argv[2] !== '--no-check';

process.on('message', (file: string) => {
  void importFile(file).then((report) => process.send?.(report));
});

async function importFile(file: string): Promise<FileReport> {
  const content = readFileSync(file);
  const startedAt = performance.now();
  const measured = (): Pick<FileReport, 'file' | 'bytes' | 'ms'> => ({
    file,
    bytes: content.length,
    ms: performance.now() - startedAt,
  });
  try {
    const read = await readDocument(content, { limits: defaultDocumentLimits });
    if (!read.ok) return { ...measured(), fault: read.fault.code, reason: read.fault.message };
    const outcome = importDocument(read.document);
    const figures = measured();
    if (!outcome.ok) return { ...figures, fault: outcome.fault.code };
    const { model } = outcome;
    const faults = check ? checkProperties(read.document.root, model) : {};
    if (check && JSON.stringify(importDocument(read.document)) !== JSON.stringify(outcome))
      faults.deterministic = 'two runs differ';
    return {
      ...figures,
      faults,
      messages: model.messages.map(({ code, text }) => [code, Number(/(\d+)/.exec(text)?.[1] ?? 1)] as const),
      actions: model.actions.length,
      definitions: model.definitions.length,
    };
  } catch (error) {
    return { ...measured(), faults: { throws: String(error instanceof Error ? error.stack : error).slice(0, 600) } };
  }
}
