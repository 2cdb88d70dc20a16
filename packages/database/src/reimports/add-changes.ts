import type { Transaction } from '../postgres/database.ts';

/**
 * Adds the changes of items to those of their run, by rule and class. Each item is added once, when it ends.
 * @param positions of items whose imports have succeeded
 */
export async function addChanges(tx: Transaction, reimportId: string, positions: readonly number[]): Promise<void> {
  if (positions.length === 0) return;
  await tx.$executeRaw`
    insert into reimport_changes (reimport_id, code, class, items, changes, first_position)
    select i.reimport_id, r.code, r.class, count(*), sum(r.changes), min(i.position)
      from reimport_items i
      join import_effects e on e.import_id = i.import_id
     cross join lateral json_to_recordset(e.rules::json) as r (code text, class text, changes bigint)
     where i.reimport_id = ${reimportId} and i.position = any (${positions}::int[])
     group by 1, 2, 3
    on conflict (reimport_id, code, class) do update
       set items = reimport_changes.items + excluded.items, changes = reimport_changes.changes + excluded.changes,
           first_position = least(reimport_changes.first_position, excluded.first_position)`;
}
