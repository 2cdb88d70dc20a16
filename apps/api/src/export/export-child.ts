import { createDatabase, readExportedVersion, VersionChangedError } from '@connectory/database';
import { exportMembersOf, writeJson, writeYaml } from '@connectory/exporter';
import { parseSettings, requireDatabaseUrl } from '@connectory/runtime';
import { OutputFile } from '../children/output-file.ts';
import { runChild } from '../children/run-child.ts';
import { exportExitCodes, type ExportTask } from './export-tasks.ts';
import { toExported } from './to-exported.ts';

async function exportVersion(task: ExportTask): Promise<number> {
  const settings = parseSettings(process.env);
  const socketTimeoutMs = settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000;
  const url = requireDatabaseUrl(settings);
  const scope = { organisationId: task.organisationId };
  const database = createDatabase({ url, poolSize: 1, socketTimeoutMs, onError: () => undefined, scope });
  try {
    const { title, version, baseUrl } = task;
    const rows = await readExportedVersion(database, task.versionId);
    const members = exportMembersOf(toExported(rows, { title, version, baseUrl }));
    const output = await OutputFile.create(task.outputPath, task.maxOutputBytes);
    for await (const text of task.format === 'yaml' ? writeYaml(members) : writeJson(members)) await output.write(text);
    await output.close();
    return 0;
  } catch (error) {
    if (error instanceof VersionChangedError) return exportExitCodes.versionChanged;
    throw error;
  } finally {
    await database.close();
  }
}

runChild(exportVersion);
