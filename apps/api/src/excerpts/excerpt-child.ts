import { readFile } from 'node:fs/promises';
import { readExcerpt } from '@connectory/document';
import { serveReading } from '../children/serve-reading.ts';
import { excerptCodes, type ExcerptTask } from './excerpt-task.ts';

// It parses a document, so it has no environment and no database.
serveReading<ExcerptTask>(async ({ path, place, root, limits }) => {
  const outcome = await readExcerpt(await readFile(path), place, {
    limits,
    ...(root === undefined ? {} : { root }),
  });
  if (!outcome.ok) return { code: excerptCodes.unreadable };
  const { excerpt } = outcome;
  if (excerpt === undefined) return { code: excerptCodes.noSuchPlace };
  return { code: 0, output: JSON.stringify(excerpt) };
});
