import { createDatabase, readExportedVersion, readProofSource, VersionChangedError } from '@connectory/database';
import { parseSettings, requireDatabaseUrl } from '@connectory/runtime';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { OutputFile } from '../children/output-file.ts';
import { runChild } from '../children/run-child.ts';
import { exportExitCodes, type ProofSourceTask } from './export-tasks.ts';
import { writeProofInput } from './proof-input.ts';

// Reads what a proof compares. It parses neither the document nor the rows.

async function collect(task: ProofSourceTask): Promise<number> {
  const settings = parseSettings(process.env);
  const socketTimeoutMs = settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000;
  const url = requireDatabaseUrl(settings);
  const scope = { organisationId: task.organisationId };
  const database = createDatabase({ url, poolSize: 1, socketTimeoutMs, onError: () => undefined, scope });
  try {
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
  } catch (error) {
    if (error instanceof VersionChangedError) return exportExitCodes.versionChanged;
    throw error;
  } finally {
    await database.close();
  }
}

runChild(collect);
