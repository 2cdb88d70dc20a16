import { decideOutcome, type EndedItem, type ReimportRecord } from '@connectory/lifecycle';
import type { Transaction } from '../postgres/database.ts';
import { addChanges } from './add-changes.ts';
import { writeOutcomes } from './write-outcomes.ts';

/**
 * Records the outcomes of all items whose import has ended. Imports do not report their end to the run: it is read from their rows.
 * @returns the number of items recorded.
 */
export async function recordOutcomes(tx: Transaction, run: ReimportRecord): Promise<number> {
  const ended = await tx.$queryRaw<EndedItem[]>`
    select i.position, m.status::text as "status", m.summary, m.error
      from reimport_items i left join imports m on m.id = i.import_id
     where i.reimport_id = ${run.id} and i.outcome = 'running'
       and (m.id is null or m.status in ('succeeded', 'failed', 'cancelled'))`;
  const succeeded = ended.filter(({ status }) => status === 'succeeded');
  await addChanges(
    tx,
    run.id,
    succeeded.map(({ position }) => position),
  );
  await writeOutcomes(
    tx,
    run.id,
    ended.map((item) => decideOutcome(item, run)),
  );
  return ended.length;
}
