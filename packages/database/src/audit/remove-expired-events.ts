import type { Database } from '../postgres/database.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { recordAudit } from './record-audit.ts';

/**
 * Removes audit events older than `retentionDays`, oldest first. A database function does it, because the table is append-only. An event
 * records the removal.
 * @param retentionDays at least 30
 * @returns the number removed, at most `limit`.
 */
export async function removeExpiredEvents(
  database: Database,
  { retentionDays, limit }: { readonly retentionDays: number; readonly limit: number },
): Promise<number> {
  return inWriteTransaction(database, async (tx) => {
    const [row] = await tx.$queryRaw<{ removed: number }[]>`
      select remove_audit_events(${retentionDays}::int, ${limit}::int) as removed`;
    const removed = row?.removed ?? 0;
    const details = { removed, retentionDays };
    if (removed > 0)
      tx.beforeCommit(recordAudit(tx, database.origin, { action: 'audit.expired', organisationId: null, details }));
    return removed;
  });
}
