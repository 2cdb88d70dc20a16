import { once } from 'node:events';
import { createDatabase, readVersionPair } from '@connectory/database';
import { type DiffEntry, diffVersions, parseVersionContent, type VersionDiff } from '@connectory/diff';
import { exitWithParent, parseSettings, requireDatabaseUrl } from '@connectory/runtime';
import { diffExitCodes, type DiffTask } from './diff-task.ts';

/** Size of one write, in characters. */
const chunkChars = 64 * 1024;

async function main(): Promise<number> {
  const task: DiffTask = JSON.parse(process.argv[2] ?? '');
  const settings = parseSettings(process.env);
  const socketTimeoutMs = settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000;
  const url = requireDatabaseUrl(settings);
  const database = createDatabase({ url, poolSize: 1, socketTimeoutMs, onError: () => undefined });
  try {
    const ids = { before: task.from.versionId, after: task.to.versionId };
    const pair = await readVersionPair(database, ids, task.maxBytes);
    if (pair.outcome === 'too-large') return diffExitCodes.tooLarge;
    if (pair.outcome === 'gone') return diffExitCodes.gone;
    await write(task, diffVersions(parseVersionContent(pair.before), parseVersionContent(pair.after)));
    return 0;
  } finally {
    await database.close();
  }
}

async function write(task: DiffTask, { summary, entries }: VersionDiff): Promise<void> {
  const head = JSON.stringify({ from: task.from, to: task.to, summary });
  let text = `${head.slice(0, -1)},"entries":[`;
  let separator = '';
  for (const entry of entries) {
    if (task.class !== undefined && entry.class !== task.class) continue;
    text += separator + JSON.stringify(entry satisfies DiffEntry);
    separator = ',';
    if (text.length < chunkChars) continue;
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    text = '';
  }
  await new Promise<void>((resolve) => process.stdout.write(`${text}]}`, () => resolve()));
}

exitWithParent(() => process.exit(1));
// The parent handles signals to the process group: it ends running requests first.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(String(error instanceof Error ? error.stack : error));
    process.exit(1);
  },
);
