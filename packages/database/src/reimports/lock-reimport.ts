import type { ReimportRecord } from '@connectory/lifecycle';
import { importChannel } from '../imports/import-channel.ts';
import type { Transaction } from '../postgres/database.ts';
import { toReimportRecord } from './reimport-record.ts';

/**
 * Locks a run for the rest of the transaction. Every change of a run or its items happens under this lock: one worker at a time fills the
 * window, and a pause takes effect before it is confirmed.
 * @returns undefined when there is no such run or, with `skip`, when it is locked.
 */
export async function lockReimport(
  tx: Transaction,
  reimportId: string,
  ifLocked: 'wait' | 'skip',
): Promise<ReimportRecord | undefined> {
  const locked =
    ifLocked === 'wait'
      ? await tx.$queryRaw<unknown[]>`select 1 from reimports where id = ${reimportId} for update`
      : await tx.$queryRaw<unknown[]>`select 1 from reimports where id = ${reimportId} for update skip locked`;
  if (locked.length === 0) return undefined;
  const row = await tx.reimport.findUnique({ where: { id: reimportId } });
  return row === null ? undefined : toReimportRecord(row);
}

/** Raises the revision of a run and notifies its followers, on the channel of imports. */
export async function announceReimport(tx: Transaction, reimportId: string): Promise<void> {
  await tx.$queryRaw`
    with changed as (update reimports set revision = revision + 1 where id = ${reimportId} returning id, status)
    select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
}
