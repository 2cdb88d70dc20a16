import { type Database, findImport, type ImportRecord, type ImportWatcher } from '@connectory/database';
import { hasEnded } from './present-import.ts';

/** Reads an import, at the latest when it has ended or `waitMs` are over. @returns undefined when there is none. */
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
    const change = remaining > 0 ? dependencies.watcher.nextChange(id.importId, remaining, signal) : undefined;
    const record = await findImport(dependencies.database, id.organisationId, id.importId);
    if (record === undefined || hasEnded(record) || change === undefined) return record;
    if (signal.aborted || dependencies.watcher.closed) return record;
    await change;
  }
}
