import type { Transaction } from '../postgres/database.ts';
import type { ImportError } from '../imports/import-record.ts';
import { importChannel } from '../imports/import-channel.ts';
import type { ReimportOutcome } from '../generated/enums.ts';
import { type ReimportRecord, toReimportRecord } from './reimport-record.ts';

/**
 * Locks a run for the rest of the transaction. Every change of a run or of its items is made under this lock, so that a window is
 * filled by one worker at a time, and a pause holds from the moment that it was answered.
 * @returns undefined when there is none or, with `skip`, when another holds the lock.
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

/** Raises the revision and wakes whoever follows the run; on the channel of imports, whose payload is an id of either. */
export async function announceReimport(tx: Transaction, reimportId: string): Promise<void> {
  await tx.$queryRaw`
    with changed as (update reimports set revision = revision + 1 where id = ${reimportId} returning id, status)
    select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
}

/** How an item goes on; `pending` puts it back. */
export interface ItemChange {
  readonly position: number;
  readonly outcome: ReimportOutcome;
  readonly diff?: string | null;
  readonly error?: ImportError | null;
}

/** Gives items their outcomes in one statement. */
export async function writeOutcomes(
  tx: Transaction,
  reimportId: string,
  changes: readonly ItemChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ position, outcome, diff, error }) => ({
    position,
    outcome,
    diff: diff ?? null,
    error: error == null ? null : JSON.stringify(error),
  }));
  await tx.$executeRaw`
    update reimport_items i
       set outcome = r.outcome::reimport_outcome, diff = r.diff, error = r.error,
           import_id = case r.outcome when 'pending' then null else i.import_id end,
           finished_at = case r.outcome when 'pending' then null else clock_timestamp() end
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (position int, outcome text, diff text, error text)
     where i.reimport_id = ${reimportId} and i.position = r.position`;
}
