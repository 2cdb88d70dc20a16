import type { AuditAction, ReimportRecord, ReimportStatus } from '@connectory/lifecycle';
import { recordReimport } from '../audit/record-reimport.ts';
import { cancelImportsOfReimport } from '../imports/transitions.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { announceReimport, lockReimport } from './lock-reimport.ts';
import { countItems } from './read-reimports.ts';
import { codeInError } from './list-causes.ts';
import { recordOutcomes } from './record-outcomes.ts';

/** `not-possible` has the present status, which does not allow the change. */
export type ReimportChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'not-possible'; readonly status: ReimportStatus }
  | { readonly outcome: 'not-found' };

/** `running → paused`: imports under way end, and no further items begin. */
export function pauseReimport(database: Database, reimportId: string): Promise<ReimportChange> {
  return change(database, reimportId, { action: 'reimport.paused', from: ['running'] }, async (tx) => {
    await tx.reimport.update({ where: { id: reimportId }, data: { status: 'paused' } });
  });
}

/** `paused | stopped → running`. Resuming a stopped run accepts its failures so far, and its canary counts as passed. */
export function resumeReimport(database: Database, reimportId: string): Promise<ReimportChange> {
  return change(database, reimportId, { action: 'reimport.resumed', from: ['paused', 'stopped'] }, async (tx, run) => {
    const accepted =
      run.status === 'stopped'
        ? { failuresForgiven: (await countItems(tx, reimportId)).failed, canaryPassed: true, reason: null }
        : {};
    await tx.reimport.update({ where: { id: reimportId }, data: { status: 'running', finishedAt: null, ...accepted } });
  });
}

/** `→ cancelled`: pending items and imports under way are cancelled. Items that have ended keep their outcome. */
export function cancelReimport(database: Database, reimportId: string): Promise<ReimportChange> {
  return change(
    database,
    reimportId,
    { action: 'reimport.cancelled', from: ['running', 'paused', 'stopped'] },
    async (tx, run) => {
      await tx.reimport.update({
        where: { id: reimportId },
        data: { status: 'cancelled', reason: null, finishedAt: new Date() },
      });
      await tx.$executeRaw`
      update reimport_items set outcome = 'cancelled', finished_at = now()
       where reimport_id = ${reimportId} and outcome = 'pending'`;
      await cancelImportsOfReimport(tx, reimportId);
      await recordOutcomes(tx, run);
    },
  );
}

/**
 * Makes failed items pending again, and continues a run that had finished or stopped. Failures are counted from zero.
 * @param errorCode only items that failed with it.
 */
export function retryFailedItems(
  database: Database,
  reimportId: string,
  errorCode: string | null = null,
): Promise<ReimportChange> {
  return change(
    database,
    reimportId,
    { action: 'reimport.retried', from: ['running', 'paused', 'stopped', 'finished'] },
    async (tx, run) => {
      await tx.$executeRaw`
      update reimport_items
         set outcome = 'pending', error = null, diff = null, import_id = null, started_at = null, finished_at = null
       where reimport_id = ${reimportId} and outcome = 'failed'
         and (${errorCode}::text is null or coalesce(substring(error from ${codeInError}::text), 'unknown') = ${errorCode})`;
      const status = run.status === 'paused' ? 'paused' : 'running';
      await tx.reimport.update({
        where: { id: reimportId },
        data: { status, failuresForgiven: 0, reason: null, finishedAt: null },
      });
    },
  );
}

async function change(
  database: Database,
  reimportId: string,
  { action, from }: { readonly action: AuditAction; readonly from: readonly ReimportStatus[] },
  apply: (tx: Transaction, run: ReimportRecord) => Promise<void>,
): Promise<ReimportChange> {
  return database.prisma.$transaction(async (tx): Promise<ReimportChange> => {
    const run = await lockReimport(tx, reimportId, 'wait');
    if (run === undefined) return { outcome: 'not-found' };
    if (!from.includes(run.status)) return { outcome: 'not-possible', status: run.status };
    await apply(tx, run);
    await recordReimport(tx, database.origin, action, reimportId);
    await announceReimport(tx, reimportId);
    return { outcome: 'changed' };
  });
}
