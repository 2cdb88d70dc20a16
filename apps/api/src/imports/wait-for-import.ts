import { setTimeout as pause } from 'node:timers/promises';
import { type Database, findImport, type ImportWatcher, isImportUnderWay, isUnavailable } from '@connectory/database';
import { hasEnded, type ImportRecord } from '@connectory/lifecycle';

/** Pause after the database could not be reached. */
const retryMs = 500;

/** A reason of our own: without one an error is made, with its stack, for every request that has waited. */
export const noLongerWaiting = Symbol('no longer waiting');

interface ImportAddress {
  readonly organisationId: string;
  readonly importId: string;
}

/** Watching for the end of an import. */
export interface EndWatch {
  /** Resolves when the import may have ended. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

/** @param signal whether anybody waits still. */
export function watchForEnd(watcher: ImportWatcher, importId: string, waitMs: number, signal: AbortSignal): EndWatch {
  const over = new AbortController();
  const abort = (): void => over.abort(noLongerWaiting);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  const stop = (): void => {
    signal.removeEventListener('abort', abort);
    abort();
  };
  return { ended: watcher.end(importId, waitMs, over.signal), stop };
}

/** How somebody waits for an import. */
export interface Wait {
  readonly waitMs: number;
  /** Aborted once nobody waits any more. */
  readonly signal: AbortSignal;
  /** Watches since before the import could end: it need not be asked whether it has ended already. */
  begun?: EndWatch;
}

/**
 * Reads an import once it has ended, or when `waitMs` are over. A database that is lost meanwhile is waited for as well.
 * @returns undefined when there is none such.
 */
export async function waitForImport(
  dependencies: { database: Database; watcher: ImportWatcher },
  { organisationId, importId }: ImportAddress,
  { waitMs, signal, begun }: Wait,
): Promise<ImportRecord | undefined> {
  const { database, watcher } = dependencies;
  const deadline = Date.now() + waitMs;
  for (let first = begun; ; first = undefined) {
    const remaining = deadline - Date.now();
    if (remaining <= 0 || signal.aborted || watcher.closed) return findImport(database, organisationId, importId);
    // Registered before the row is read, so that no end falls in between.
    const watch = first ?? watchForEnd(watcher, importId, remaining, signal);
    try {
      if (first !== undefined || (await isImportUnderWay(database, organisationId, importId)) === true)
        await watch.ended;
      const record = await findImport(database, organisationId, importId);
      if (record === undefined || hasEnded(record.status)) return record;
    } catch (error) {
      if (signal.aborted || watcher.closed || !isUnavailable(error)) throw error;
      await pause(Math.min(retryMs, remaining));
    } finally {
      watch.stop();
    }
  }
}
