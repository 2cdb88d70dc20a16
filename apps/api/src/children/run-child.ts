import { exitWithParent } from '@connectory/runtime';
import { isStorageFull } from '../http/storage-fault.ts';
import { ChildDatabaseError, childExitCodes } from './child-exit-codes.ts';
import { ChildOutputTooLargeError } from './output-file.ts';

/**
 * Runs the work of a child process, and exits with the code that it gives.
 * @param work gets the task, the only argument of the process.
 */
export function runChild<Task>(work: (task: Task) => Promise<number>): void {
  exitWithParent(() => process.exit(1));
  // The parent handles signals to the process group: it ends running requests first.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
  work(JSON.parse(process.argv[2] ?? '')).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(String(error instanceof Error ? error.stack : error));
      process.exit(exitCodeOf(error));
    },
  );
}

/** The code of an error, for the parent. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ChildDatabaseError) return error.exitCode;
  if (isStorageFull(error)) return childExitCodes.storageFull;
  const isTooLarge =
    error instanceof ChildOutputTooLargeError ||
    // One text of more than 512 MB.
    (error instanceof RangeError && error.message === 'Invalid string length');
  return isTooLarge ? childExitCodes.tooLarge : 1;
}
