import type { Database } from '../postgres/database.ts';
import { housekeepingLock } from '../postgres/housekeeping-lock.ts';
import { idBefore } from '../postgres/id-before.ts';

/** Ended imports that housekeeping is to remove. */
export interface ExpiredImports {
  /** At most 10,000. */
  readonly count: number;
  /** Seconds since the first of them was to be removed. */
  readonly overdueSeconds: number;
  /** Whether a worker does housekeeping. */
  readonly isRunning: boolean;
}

const dayMs = 86_400_000;

export async function readExpiredImports({ pool }: Database, retentionDays: number): Promise<ExpiredImports> {
  const before = new Date(Date.now() - retentionDays * dayMs);
  const { rows } = await pool.query<ExpiredImports>(
    `select count(*)::int as count,
            greatest(coalesce(extract(epoch from $2::timestamptz - min(finished_at)), 0), 0)::float8 as "overdueSeconds",
            exists(select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
                    and database = (select oid from pg_database where datname = current_database())
                    and (classid::int8 << 32) + objid::int8 = $3::int8) as "isRunning"
       from (select finished_at from imports
              where id < $1 and finished_at < $2 and status in ('succeeded', 'failed', 'cancelled')
              order by id limit 10000) expired`,
    [idBefore(before), before, housekeepingLock],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate without a row');
  return row;
}
