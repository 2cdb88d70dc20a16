import type { ChangeClass } from '@connectory/diff';
import type { ReimportItemRecord } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { withSamples } from './with-samples.ts';

/** Changes of the items of a bulk run by the same rule and of the same class. */
export interface ReimportChanges {
  /** The code of the rule. */
  readonly code: string;
  readonly class: ChangeClass;
  /** Number of items with such changes. */
  readonly items: number;
  readonly changes: number;
  /** The first of these items. */
  readonly sample: ReimportItemRecord;
}

type ChangesRow = Omit<ReimportChanges, 'sample'> & { readonly position: number };

/** More than there are rules and classes. */
const maxGroups = 500;

/** Lists the changes of a run by rule and class: breaking ones first, then those of most items. */
export async function listReimportChanges(database: Database, reimportId: string): Promise<readonly ReimportChanges[]> {
  const { rows } = await database.pool.query<ChangesRow>(
    `select code, class, items, changes::float8 as changes, first_position as position
       from reimport_changes where reimport_id = $1
      order by array_position(array['breaking', 'non-breaking', 'annotation'], class), items desc, changes desc, code
      limit ${maxGroups}`,
    [reimportId],
  );
  return withSamples(database, reimportId, rows);
}
