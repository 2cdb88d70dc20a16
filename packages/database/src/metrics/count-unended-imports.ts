import type { Database } from '../postgres/database.ts';

/** Imports of the whole installation with the same status and kind. */
export interface UnendedImports {
  readonly status: 'queued' | 'running';
  /** Whether they are part of a bulk re-import. */
  readonly bulk: boolean;
  readonly count: number;
  /** Age of the oldest of them, from its request. */
  readonly oldestSeconds: number;
}

const ofStatus = (status: UnendedImports['status']): string => `
  select '${status}' as status, reimport_id is not null as bulk, count(*)::int as count,
         greatest(extract(epoch from now() - min(submitted_at)), 0)::float8 as "oldestSeconds"
    from imports where status = '${status}' group by 1, 2`;

/** Counts the imports that have not ended, by the index of each status. A status without imports is absent. */
export async function countUnendedImports(database: Database): Promise<readonly UnendedImports[]> {
  const { rows } = await database.pool.query<UnendedImports>(`${ofStatus('queued')} union all ${ofStatus('running')}`);
  return rows;
}
