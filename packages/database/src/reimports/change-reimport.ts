import type { Database, Transaction } from '../postgres/database.ts';
import type { ReimportStatus } from '../generated/enums.ts';
import { cancellationChannel, importChannel } from '../imports/import-channel.ts';
import { countItems } from './read-reimports.ts';
import { announceReimport, lockReimport } from './lock-reimport.ts';
import type { ReimportRecord } from './reimport-record.ts';
import { settleItems } from './settle-items.ts';

/** `changed`, or the status that does not allow it. */
export type ReimportChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'not-possible'; readonly status: ReimportStatus }
  | { readonly outcome: 'not-found' };

/** `running → paused`: what is in flight ends, nothing more begins. */
export function pauseReimport(database: Database, reimportId: string): Promise<ReimportChange> {
  return change(database, reimportId, ['running'], async (tx) => {
    await tx.reimport.update({ where: { id: reimportId }, data: { status: 'paused' } });
  });
}

/** `paused | stopped → running`. Failures that stopped the run have been seen: they are forgiven, and a canary is over. */
export function resumeReimport(database: Database, reimportId: string): Promise<ReimportChange> {
  return change(database, reimportId, ['paused', 'stopped'], async (tx, run) => {
    const seen =
      run.status === 'stopped'
        ? { failuresForgiven: (await countItems(tx, reimportId)).failed, canaryPassed: true, reason: null }
        : {};
    await tx.reimport.update({ where: { id: reimportId }, data: { status: 'running', finishedAt: null, ...seen } });
  });
}

/** `→ cancelled`: what waits is not begun, what is in flight is cancelled; what ended stays as it ended. */
export function cancelReimport(database: Database, reimportId: string): Promise<ReimportChange> {
  return change(database, reimportId, ['running', 'paused', 'stopped'], async (tx, run) => {
    await tx.reimport.update({
      where: { id: reimportId },
      data: { status: 'cancelled', reason: null, finishedAt: new Date() },
    });
    await tx.$executeRaw`
      update reimport_items set outcome = 'cancelled', finished_at = now()
       where reimport_id = ${reimportId} and outcome = 'pending'`;
    // One that is just being persisted is waited for here, and has then ended by itself.
    await tx.$queryRaw`
      with changed as (
        update imports
           set status = 'cancelled', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
               finished_at = now(), revision = revision + 1
         where id in (select import_id from reimport_items where reimport_id = ${reimportId} and outcome = 'running')
           and status in ('queued', 'running')
        returning id, status
      )
      select pg_notify(${importChannel}, id || ' ' || status)::text, pg_notify(${cancellationChannel}, id)::text from changed`;
    await settleItems(tx, run);
  });
}

/** Failed items wait again, and a run that had ended or stopped goes on; their failures count anew. */
export function retryFailedItems(database: Database, reimportId: string): Promise<ReimportChange> {
  return change(database, reimportId, ['running', 'paused', 'stopped', 'finished'], async (tx, run) => {
    await tx.$executeRaw`
      update reimport_items
         set outcome = 'pending', error = null, diff = null, import_id = null, started_at = null, finished_at = null
       where reimport_id = ${reimportId} and outcome = 'failed'`;
    const status = run.status === 'paused' ? 'paused' : 'running';
    await tx.reimport.update({
      where: { id: reimportId },
      data: { status, failuresForgiven: 0, reason: null, finishedAt: null },
    });
  });
}

async function change(
  database: Database,
  reimportId: string,
  from: readonly ReimportStatus[],
  apply: (tx: Transaction, run: ReimportRecord) => Promise<void>,
): Promise<ReimportChange> {
  return database.prisma.$transaction(
    async (tx): Promise<ReimportChange> => {
      const run = await lockReimport(tx, reimportId, 'wait');
      if (run === undefined) return { outcome: 'not-found' };
      if (!from.includes(run.status)) return { outcome: 'not-possible', status: run.status };
      await apply(tx, run);
      await announceReimport(tx, reimportId);
      return { outcome: 'changed' };
    },
    { timeout: 60_000, maxWait: 30_000 },
  );
}
