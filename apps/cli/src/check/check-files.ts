import { readDocumentLimits } from '@connectory/document';
import { createLogger, type LimitedChild, type Settings, startLimitedChild } from '@connectory/runtime';
import type { CheckedDocument, CheckedFile, CheckTask } from './checked-file.ts';
import type { FoundDocument } from './find-documents.ts';

/** A process that has checked this many documents is replaced: its heap does not shrink after a large one. */
const maxDocumentsPerChild = 200;

/** Checks documents one after the other, in a child process with limits of memory and time. Keeps one result in memory. */
export async function* checkFiles(
  found: readonly FoundDocument[],
  settings: Settings,
  { root, withSource }: { readonly root?: string; readonly withSource: boolean },
): AsyncGenerator<CheckedFile & { readonly isInFolder: boolean }> {
  const limits = readDocumentLimits(settings);
  let child: LimitedChild | undefined;
  let checked = 0;
  try {
    for (const { file, source, filename, isInFolder = false } of found) {
      child ??= startChild(settings);
      const task = { source, filename, limits, withSource, ...(root === undefined ? {} : { root }) };
      const result = await checkInChild(child, task, settings);
      checked += 1;
      if (result === undefined || checked % maxDocumentsPerChild === 0) {
        await child.kill('stopped');
        child = undefined;
      }
      yield { file, isInFolder, ...(result ?? describeDeath(settings)) };
    }
  } finally {
    await child?.kill('stopped');
  }
}

function startChild({ IMPORT_HEAP_MB: heapMb }: Settings): LimitedChild {
  const logger = createLogger({ service: 'check', level: 'silent' });
  const entry = new URL('check-child.js', import.meta.url);
  return startLimitedChild({ name: 'check child', entry, heapMb, stdout: 'ignore', logger });
}

/** @returns undefined when the child ended. */
function checkInChild(
  { process: child, exited, ...limited }: LimitedChild,
  task: CheckTask,
  { IMPORT_TIMEOUT_SECONDS: seconds }: Settings,
): Promise<CheckedDocument | undefined> {
  const removeLimit = limited.limit({ timeoutMs: seconds * 1000, signal: new AbortController().signal });
  return new Promise<CheckedDocument | undefined>((resolve) => {
    child.once('message', (message) => resolve(message as CheckedDocument));
    void exited.then(() => resolve(undefined));
    child.send(task);
  }).finally(removeLimit);
}

function describeDeath({ IMPORT_HEAP_MB: heapMb, IMPORT_TIMEOUT_SECONDS: seconds }: Settings): CheckedDocument {
  const message = `The document needs more than ${heapMb} MB (IMPORT_HEAP_MB) or ${seconds} s (IMPORT_TIMEOUT_SECONDS).`;
  return { error: { code: 'import_out_of_memory', message, locations: [] }, messages: [] };
}
