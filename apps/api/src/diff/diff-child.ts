import { type Database, readVersionPair } from '@connectory/database';
import { type DiffEntry, diffVersions, parseVersionContent, type VersionDiff } from '@connectory/diff';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { OutputFile } from '../children/output-file.ts';
import { runChild } from '../children/run-child.ts';
import { withChildDatabase } from '../children/with-child-database.ts';
import { diffExitCodes, type DiffTask } from './diff-task.ts';

async function compare(database: Database, task: DiffTask): Promise<number> {
  const ids = { before: task.from.versionId, after: task.to.versionId };
  const pair = await readVersionPair(database, ids, task.maxBytes);
  if (pair.outcome === 'too-large') return childExitCodes.tooLarge;
  if (pair.outcome === 'gone') return diffExitCodes.gone;
  await write(task, diffVersions(parseVersionContent(pair.before), parseVersionContent(pair.after)));
  return 0;
}

async function write(task: DiffTask, { summary, entries }: VersionDiff): Promise<void> {
  const output = await OutputFile.create(task.outputPath, task.maxOutputBytes);
  const head = JSON.stringify({ from: task.from, to: task.to, summary });
  await output.write(`${head.slice(0, -1)},"entries":[`);
  let separator = '';
  for (const entry of entries) {
    if (task.class !== undefined && entry.class !== task.class) continue;
    await output.write(separator + JSON.stringify(entry satisfies DiffEntry));
    separator = ',';
  }
  await output.write(']}');
  await output.close();
}

runChild((task: DiffTask) => withChildDatabase(task.organisationId, (database) => compare(database, task)));
