import { setTimeout as pause } from 'node:timers/promises';
import {
  type Database,
  findImport,
  type ImportRecord,
  type ImportWatcher,
  isImportUnderWay,
} from '@connectory/database';
import { isUnavailable } from '../http/is-unavailable.ts';

/** Pause after the database could not be reached. */
const retryMs = 500;

/** A reason of our own: without one an error is made, with its stack, for every request that has waited. */
export const noLongerWaiting = Symbol('no longer waiting');

interface ImportAddress {
  readonly organisationId: string;
  readonly importId: string;
}

/**
 * Reads an import once it has ended, or when `waitMs` are over. A database that is lost meanwhile is waited for as well.
 * @returns undefined when there is none such.
 */
export async function waitForImport(
  dependencies: { database: Database; watcher: ImportWatcher },
  { organisationId, importId }: ImportAddress,
  waitMs: number,
  signal: AbortSignal,
): Promise<ImportRecord | undefined> {
  const { database, watcher } = dependencies;
  const deadline = Date.now() + waitMs;
  for (;;) {
    const remaining = deadline - Date.now();
    if (remaining <= 0 || signal.aborted || watcher.closed) return findImport(database, organisationId, importId);
    // Registered before the row is read, so that no end falls in between.
    const turn = new AbortController();
    const stop = (): void => turn.abort(noLongerWaiting);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const end = watcher.end(importId, remaining, turn.signal);
      if ((await isImportUnderWay(database, organisationId, importId)) !== true)
        return await findImport(database, organisationId, importId);
      await end;
    } catch (error) {
      if (signal.aborted || watcher.closed || !isUnavailable(error)) throw error;
      await pause(Math.min(retryMs, remaining));
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }
}
