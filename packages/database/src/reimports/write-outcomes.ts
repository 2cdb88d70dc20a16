import type { ItemChange } from '@connectory/lifecycle';
import type { Transaction } from '../postgres/database.ts';

/** Writes the outcomes of items, in one statement. */
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
