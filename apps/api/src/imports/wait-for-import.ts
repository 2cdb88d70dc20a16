import { setTimeout as pause } from 'node:timers/promises';
import { type Database, findImport, type ImportRecord, type ImportWatcher } from '@connectory/database';
import { isUnavailable } from '../http/is-unavailable.ts';
import { hasEnded } from './present-import.ts';

/** Pause after the database could not be reached. */
const retryMs = 500;

/**
 * Reads an import, at the latest when it has ended or `waitMs` are over. A database that is lost meanwhile is waited for as well.
 * @returns undefined when there is none.
 */
export async function waitForImport(
  dependencies: { database: Database; watcher: ImportWatcher },
  id: { organisationId: string; importId: string },
  waitMs: number,
  signal: AbortSignal,
): Promise<ImportRecord | undefined> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const remaining = deadline - Date.now();
    // Registered before the row is read, so that no change falls in between.
    const turn = new AbortController();
    const until = AbortSignal.any([signal, turn.signal]);
    const change = remaining > 0 ? dependencies.watcher.nextChange(id.importId, remaining, until) : undefined;
    const record = await findImport(dependencies.database, id.organisationId, id.importId).catch((error: unknown) => {
      if (change === undefined || signal.aborted || dependencies.watcher.closed || !isUnavailable(error)) throw error;
      return 'unavailable' as const;
    });
    if (record === 'unavailable') {
      turn.abort();
      await pause(Math.min(retryMs, remaining));
      continue;
    }
    if (record === undefined || hasEnded(record) || change === undefined) return record;
    if (signal.aborted || dependencies.watcher.closed) return record;
    await change;
  }
}
