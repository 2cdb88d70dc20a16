import { setTimeout as pause } from 'node:timers/promises';
import {
  type Database,
  findImport,
  type ImportRecord,
  type ImportWatcher,
  isImportUnderWay,
} from '@connectory/database';
import { isUnavailable } from '../http/is-unavailable.ts';
import { hasEnded } from './present-import.ts';

/** Pause after the database could not be reached. */
const retryMs = 500;

interface ImportAddress {
  readonly organisationId: string;
  readonly importId: string;
}

/**
 * Reads an import, at the latest when it has ended or `waitMs` are over. A database that is lost meanwhile is waited for as well.
 * @returns undefined when there is none.
 */
export async function waitForImport(
  dependencies: { database: Database; watcher: ImportWatcher },
  id: ImportAddress,
  waitMs: number,
  signal: AbortSignal,
): Promise<ImportRecord | undefined> {
  const deadline = Date.now() + waitMs;
  let isKnown = false;
  for (;;) {
    const remaining = deadline - Date.now();
    // Registered before the row is read, so that no change falls in between.
    const turn = new AbortController();
    const until = AbortSignal.any([signal, turn.signal]);
    const change = remaining > 0 ? dependencies.watcher.nextChange(id.importId, remaining, until) : undefined;
    const lookAt = isKnown && change !== undefined ? lookAgain : look;
    const record = await lookAt(dependencies.database, id).catch((error: unknown) => {
      if (change === undefined || signal.aborted || dependencies.watcher.closed || !isUnavailable(error)) throw error;
      return 'unavailable' as const;
    });
    if (record === 'unavailable') {
      turn.abort();
      await pause(Math.min(retryMs, remaining));
      continue;
    }
    const stop = signal.aborted || dependencies.watcher.closed;
    if (record === 'under-way') {
      if (stop) return look(dependencies.database, id);
    } else if (record === undefined || hasEnded(record) || change === undefined || stop) {
      return record;
    }
    isKnown = true;
    await change;
  }
}

function look(database: Database, { organisationId, importId }: ImportAddress): Promise<ImportRecord | undefined> {
  return findImport(database, organisationId, importId);
}

/** Most changes are not the end: then nothing but that is read. */
async function lookAgain(database: Database, id: ImportAddress): Promise<ImportRecord | 'under-way' | undefined> {
  return (await isImportUnderWay(database, id.importId)) === true ? 'under-way' : look(database, id);
}
