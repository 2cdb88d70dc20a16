import { type Database, readExportedVersion } from '@connectory/database';
import { exportMembersOf, writeJson, writeYaml } from '@connectory/exporter';
import { OutputFile } from '../children/output-file.ts';
import { runChild } from '../children/run-child.ts';
import { withChildDatabase } from '../children/with-child-database.ts';
import type { ExportTask } from './export-tasks.ts';
import { toExported } from './to-exported.ts';
import { unlessChanged } from './unless-changed.ts';

async function exportVersion(database: Database, task: ExportTask): Promise<number> {
  const { title, version, baseUrl } = task;
  const rows = await readExportedVersion(database, task.versionId);
  const members = exportMembersOf(toExported(rows, { title, version, baseUrl }));
  const output = await OutputFile.create(task.outputPath, task.maxOutputBytes);
  for await (const text of task.format === 'yaml' ? writeYaml(members) : writeJson(members)) await output.write(text);
  await output.close();
  return 0;
}

runChild((task: ExportTask) =>
  unlessChanged(() => withChildDatabase(task.organisationId, (database) => exportVersion(database, task))),
);
