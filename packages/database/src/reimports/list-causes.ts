import type { ReimportItemRecord, ReimportOutcome } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { withSamples } from './with-samples.ts';

/** Items of a bulk run that have the same error code and outcome. */
export interface ReimportCause {
  readonly code: string;
  readonly outcome: ReimportOutcome;
  readonly items: number;
  /** The first of them. */
  readonly sample: ReimportItemRecord;
}

interface CauseRow {
  readonly code: string;
  readonly outcome: ReimportOutcome;
  readonly items: number;
  readonly position: number;
}

/** The code in the JSON text of an error. */
export const codeInError = '"code":"([a-z_]+)"';

/** Codes are few: each is one of the table of failures. */
const maxCauses = 100;

/** Groups the items of a run that have an error by its code, most frequent first. Errors are JSON text; it is not parsed as a whole. */
export async function listReimportCauses(database: Database, reimportId: string): Promise<readonly ReimportCause[]> {
  const { rows } = await database.pool.query<CauseRow>(
    `select coalesce(substring(error from $3::text), 'unknown') as code, outcome::text as outcome,
            count(*)::int as items, min(position) as position
       from reimport_items where reimport_id = $1 and error is not null
      group by 1, 2 order by items desc, position limit $2`,
    [reimportId, maxCauses, codeInError],
  );
  return withSamples(database, reimportId, rows);
}
