import { diffVersions, parseVersionContent, type VersionContent } from '@connectory/diff';
import { type DocumentLimits, outputLimit, readDocument } from '@connectory/document';
import { importDocument } from '@connectory/importer';
import { contentOfModel } from '@connectory/lifecycle';
import { dieWithParent, exitWithParent } from '@connectory/runtime';
import { readFile } from 'node:fs/promises';
import type { ComparedSource, CompareResult, CompareTask } from './compare-task.ts';

// The entry point of the process that compares two documents: documents that need too much memory or time end this process alone.

exitWithParent(() => process.exit(1));
process.channel?.ref();
dieWithParent();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

process.once('message', (task) => {
  void compare(task as CompareTask).then((result) => process.send?.(result));
});

async function compare({ before, after, limits }: CompareTask): Promise<CompareResult> {
  const old = await readContent(before, limits);
  if ('message' in old) return { ok: false, side: 'before', error: old };
  const current = await readContent(after, limits);
  if ('message' in current) return { ok: false, side: 'after', error: current };
  const { summary, entries } = diffVersions(old, current);
  return { ok: true, diff: { summary, entries } };
}

type Fault = Extract<CompareResult, { readonly ok: false }>['error'];

async function readContent(
  { source, filename }: ComparedSource,
  limits: DocumentLimits,
): Promise<VersionContent | Fault> {
  const bytes = 'path' in source ? await readFile(source.path) : Buffer.from(source.base64, 'base64');
  const read = await readDocument(bytes, { filename, limits });
  if (!read.ok) return read.fault;
  const { document } = read;
  const maxOutputChars = outputLimit(document.bytes ?? 0, limits);
  const mapped = importDocument(document, { maxOutputChars, maxPlacesBytes: 0 });
  if (!mapped.ok) return mapped.fault;
  let ids = 0;
  // The ids of entities are not compared, and never leave this process.
  return parseVersionContent(contentOfModel(mapped.model, () => String((ids += 1)).padStart(26, '0')));
}
