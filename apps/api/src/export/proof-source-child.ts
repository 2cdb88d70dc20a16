import { type Database, readExportedVersion, readProofSource } from '@connectory/database';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { OutputFile } from '../children/output-file.ts';
import { runChild } from '../children/run-child.ts';
import { withChildDatabase } from '../children/with-child-database.ts';
import { exportExitCodes, type ProofSourceTask } from './export-tasks.ts';
import { writeProofInput } from './proof-input.ts';
import { unlessChanged } from './unless-changed.ts';

// Reads the sides of a proof. It parses neither the document nor the rows.

async function collect(database: Database, task: ProofSourceTask): Promise<number> {
  const source = await readProofSource(database, task.versionId);
  if (source === undefined) return exportExitCodes.versionGone;
  const { document } = source;
  if (document === undefined) return exportExitCodes.documentGone;
  if (document.bytes > task.maxBytes) return childExitCodes.tooLarge;
  const output = await OutputFile.create(task.outputPath, task.maxOutputBytes);
  const rows = await readExportedVersion(database, task.versionId);
  await writeProofInput(output, { source: { ...source, document }, rows });
  await output.close();
  return 0;
}

runChild((task: ProofSourceTask) =>
  unlessChanged(() => withChildDatabase(task.organisationId, (database) => collect(database, task))),
);
