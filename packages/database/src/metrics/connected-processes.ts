import type { Database } from '../postgres/database.ts';

/** A process by its connection that listens for changes of imports. Each process has one. */
export interface ConnectedProcess {
  readonly kind: 'api' | 'worker';
  readonly version: string | null;
  /** PostgreSQL shows the two times to the owner of the connection, and to members of `pg_read_all_stats`. */
  readonly connectedAt: Date | null;
  readonly lastSeenAt: Date | null;
}

/** Name of the connection that listens for changes of imports, as `readProcesses` reads it. */
export function listenerName(kind: ConnectedProcess['kind'], version: string): string {
  return `connectory ${kind} events ${version}`;
}

/** Lists the processes that are connected. A listening connection queries every 5 seconds, or ends. */
export async function readProcesses({ pool }: Database): Promise<readonly ConnectedProcess[]> {
  const { rows } = await pool.query<ConnectedProcess>(`
    select split_part(application_name, ' ', 2) as kind, nullif(split_part(application_name, ' ', 4), '') as version,
           backend_start as "connectedAt", state_change as "lastSeenAt"
      from pg_stat_activity
     where datname = current_database() and application_name ~ '^connectory (api|worker) events( |$)'
     order by backend_start, pid`);
  return rows;
}
