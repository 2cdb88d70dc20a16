import { readFile } from 'node:fs/promises';
import { defaultDocumentLimits, readExcerpt } from '@connectory/document';
import { exitWithParent, parseSettings } from '@connectory/runtime';
import { excerptExitCodes, type ExcerptTask } from './excerpt-task.ts';

async function main(): Promise<number> {
  const { path, place, root }: ExcerptTask = JSON.parse(process.argv[2] ?? '');
  const settings = parseSettings(process.env);
  const outcome = await readExcerpt(await readFile(path), place, {
    limits: {
      ...defaultDocumentLimits,
      maxBytes: settings.MAX_DOCUMENT_BYTES,
      maxDepth: settings.MAX_DOCUMENT_DEPTH,
      maxNodes: settings.MAX_DOCUMENT_NODES,
      maxArchiveFiles: settings.MAX_ARCHIVE_FILES,
      maxArchiveReferences: settings.MAX_ARCHIVE_REFERENCES,
      outputFactor: settings.IMPORT_OUTPUT_FACTOR,
      maxOutputBytes: settings.IMPORT_MAX_OUTPUT_BYTES,
    },
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
