import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { idBefore } from '../postgres/id-before.ts';

const dayMs = 86_400_000;

/**
 * Removes imports that ended more than `retentionDays` ago, and keeps a tombstone of each for as long again. Imports that have not ended stay.
 * Connectors and versions stay as well. An audit event records the removal.
 * @returns the number removed, at most `limit`.
 */
export async function removeExpiredImports(
  database: Database,
  options: { retentionDays: number; limit: number },
): Promise<number> {
  const before = new Date(Date.now() - options.retentionDays * dayMs);
  return inWriteTransaction(database, async (tx) => {
    const removed = await tx.$executeRaw`
      with expired as (
        select id from imports
         where id < ${idBefore(before)} and finished_at < ${before} and status in ('succeeded', 'failed', 'cancelled')
         order by id limit ${options.limit} for update skip locked
      ), gone as (
        delete from imports using expired where imports.id = expired.id returning imports.id, imports.organisation_id
      )
      insert into expired_imports (id, organisation_id) select id, organisation_id from gone on conflict (id) do nothing`;
    const details = { removed, retentionDays: options.retentionDays };
    if (removed > 0)
      tx.beforeCommit(recordAudit(tx, database.origin, { action: 'import.expired', organisationId: null, details }));
    return removed;
  });
}

/** Removes tombstones older than `retentionDays`. @returns the number removed, at most `limit`. */
export async function forgetExpiredImports(
  database: Database,
  options: { retentionDays: number; limit: number },
): Promise<number> {
  const before = new Date(Date.now() - options.retentionDays * dayMs);
  return database.prisma.$executeRaw`
    delete from expired_imports where id in (
      select id from expired_imports where id < ${idBefore(before)} and expired_at < ${before} order by id limit ${options.limit})`;
}

/** Whether an organisation has a tombstone of an import. An import of another organisation counts as unknown. */
export async function hasExpired(database: Database, organisationId: string, importId: string): Promise<boolean> {
  return (await database.prisma.expiredImport.count({ where: { id: importId, organisationId } })) > 0;
}
