import { readFile } from 'node:fs/promises';
import { readExcerpt } from '@connectory/document';
import { exitWithParent } from '@connectory/runtime';
import { excerptExitCodes, type ExcerptTask } from './excerpt-task.ts';

// It parses a document, so it has no environment and no database.

async function main(): Promise<number> {
  const { path, place, root, limits }: ExcerptTask = JSON.parse(process.argv[2] ?? '');
  const outcome = await readExcerpt(await readFile(path), place, {
    limits,
    ...(root === undefined ? {} : { root }),
  });
  if (!outcome.ok) return excerptExitCodes.unreadable;
  const { excerpt } = outcome;
  if (excerpt === undefined) return excerptExitCodes.noSuchPlace;
  await new Promise<void>((resolve) => process.stdout.write(JSON.stringify(excerpt), () => resolve()));
  return 0;
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
