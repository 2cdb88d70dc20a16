import { setTimeout as pause } from 'node:timers/promises';
import { type Database, findImport, type ImportWatcher, isImportUnderWay, isUnavailable } from '@connectory/database';
import { hasEnded, type ImportRecord } from '@connectory/lifecycle';

/** Pause after a failed database query. */
const retryMs = 500;

/** Abort reason. Without one, Node creates an error with a stack for every waiting request. */
export const noLongerWaiting = Symbol('no longer waiting');

interface ImportAddress {
  readonly organisationId: string;
  readonly importId: string;
}

/** A watch for the end of an import. */
export interface EndWatch {
  /** Resolves when the import may have ended. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

/** @param signal aborted when the client no longer waits. */
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

/** How long a client waits for an import. */
export interface Wait {
  readonly waitMs: number;
  /** Aborted when the client no longer waits. */
  readonly signal: AbortSignal;
  /** A watch that began before the import could end: no query for its status is needed. */
  begun?: EndWatch;
}

/**
 * Reads an import when it has ended, or after `waitMs`. Also waits while the database is unavailable.
 * @returns undefined if there is no such import.
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
    // Registered before the read, so that the end is not missed.
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
