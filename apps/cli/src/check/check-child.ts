import { readFile } from 'node:fs/promises';
import { dieWithParent, exitWithParent } from '@connectory/runtime';
import { checkDocument } from './check-document.ts';
import type { CheckedDocument, CheckTask } from './checked-file.ts';

// The entry point of the process that reads documents: one that needs too much memory or time ends this process alone.

exitWithParent(() => process.exit(1));
// Waiting for the next document keeps this process alive, which `exitWithParent` alone would not.
process.channel?.ref();
dieWithParent();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

process.on('message', (task) => {
  void check(task as CheckTask).then((checked) => process.send?.(checked));
});

async function check({ source, ...options }: CheckTask): Promise<CheckedDocument> {
  const bytes = 'path' in source ? await readBytes(source.path) : Buffer.from(source.base64, 'base64');
  if (bytes instanceof Error) return unreadable(bytes.message);
  try {
    return await checkDocument(bytes, options);
  } catch (error) {
    return failed('check_failed', `The check failed, which is a fault of Connectory: ${String(error)}`);
  }
}

function readBytes(path: string): Promise<Buffer | Error> {
  return readFile(path).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}

function unreadable(reason: string): CheckedDocument {
  return failed('file_unreadable', `The file cannot be read: ${reason}. Check the path and its permissions.`);
}

function failed(code: string, message: string): CheckedDocument {
  return { error: { code, message, locations: [] }, messages: [] };
}
