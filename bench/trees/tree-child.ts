// Imports one tree after another for its parent process, and reports the root and the unresolved references of each.
import { readFileSync } from 'node:fs';
import { defaultDocumentLimits, readDocument } from '@connectory/document';
import { importDocument } from '@connectory/importer';
import type { Tree, TreeReport } from './run-trees.ts';

process.on('message', (tree: Tree) => {
  void importTree(tree).then((report) => process.send?.(report));
});

async function importTree(tree: Tree): Promise<TreeReport> {
  const startedAt = performance.now();
  const report = await importZip(tree).catch((error: unknown) => ({ fault: String(error) }));
  return { ...report, ms: Math.round(performance.now() - startedAt) };
}

async function importZip(tree: Tree): Promise<TreeReport> {
  const read = await readDocument(readFileSync(tree.zip), { limits: defaultDocumentLimits });
  if (!read.ok) return { fault: `${read.fault.code}: ${read.fault.message}` };
  const outcome = importDocument(read.document);
  if (!outcome.ok) return { fault: `${outcome.fault.code}: ${outcome.fault.message}` };
  const { actions, messages } = outcome.model;
  const details = (code: string): readonly string[] =>
    messages.filter((message) => message.code === code).flatMap(({ detail }) => detail);
  return {
    actions: actions.length,
    isRightRoot: read.document.notices.some(
      ({ code, places }) =>
        code === 'ARCHIVE_ROOT' && places.some(({ what }) => what === `the root document is ${tree.root}`),
    ),
    dangling: details('REFERENCE_DANGLING'),
    external: details('REFERENCE_EXTERNAL').filter((detail) => !/: (https?:)?\/\//.test(detail)),
  };
}
