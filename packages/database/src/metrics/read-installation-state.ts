import type { Database } from '../postgres/database.ts';
import { idBefore } from '../postgres/id-before.ts';
import { type ConnectedProcess, readProcesses } from './connected-processes.ts';
import { countUnendedImports, type UnendedImports } from './count-unended-imports.ts';
import { type ExpiredImports, readExpiredImports } from './expired-imports.ts';

/** What the database knows about the whole installation. */
export interface InstallationState {
  /** Of PostgreSQL. */
  readonly serverVersion: string;
  readonly databaseBytes: number;
  readonly latestMigration: string;
  readonly processes: readonly ConnectedProcess[];
  readonly expired: ExpiredImports;
  readonly waiting: readonly UnendedImports[];
  readonly claims: Claims;
  /** Of the imports that were submitted in the last hour, those that ended. */
  readonly recent: RecentImports;
  readonly notifications: Notifications;
  readonly bulkRuns: { readonly running: number; readonly paused: number; readonly stopped: number };
}

interface Claims {
  readonly running: number;
  /** Seconds since the last heartbeat of the import whose worker was silent for longest. */
  readonly oldestHeartbeatSeconds: number;
}

interface RecentImports {
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Failed by a defect, or after all attempts. */
  readonly defects: number;
}

interface Notifications {
  readonly pending: number;
  /** Seconds since the oldest attempt was due that was not made. */
  readonly overdueSeconds: number;
  /** Of the last day. */
  readonly givenUp: number;
}

const hourMs = 3_600_000;

/**
 * Reads the state of the installation, by indexes: its cost does not grow with the imports that are kept.
 * @param retentionDays days for which ended imports are kept
 */
export async function readInstallationState(
  database: Database,
  { retentionDays }: { readonly retentionDays: number },
): Promise<InstallationState> {
  const [server, processes, expired, waiting, claims, recent, notifications, bulkRuns] = await Promise.all([
    readServer(database),
    readProcesses(database),
    readExpiredImports(database, retentionDays),
    countUnendedImports(database),
    readClaims(database),
    readRecentImports(database),
    readNotifications(database),
    readBulkRuns(database),
  ]);
  return { ...server, processes, expired, waiting, claims, recent, notifications, bulkRuns };
}

type Server = Pick<InstallationState, 'serverVersion' | 'databaseBytes' | 'latestMigration'>;

async function readServer({ pool }: Database): Promise<Server> {
  const { rows } = await pool.query<Server>(`
    select current_setting('server_version') as "serverVersion",
           pg_database_size(current_database())::float8 as "databaseBytes",
           (select max(migration_name) from _prisma_migrations where finished_at is not null and rolled_back_at is null) as "latestMigration"`);
  return only(rows);
}

async function readClaims({ pool }: Database): Promise<Claims> {
  const { rows } = await pool.query<Claims>(`
    select count(*)::int as running,
           greatest(coalesce(extract(epoch from now() - min(heartbeat_at)), 0), 0)::float8 as "oldestHeartbeatSeconds"
      from imports where status = 'running'`);
  return only(rows);
}

/** The code is cut out of the text: PostgreSQL reads no JSON with \u0000, which errors about a document may quote. */
async function readRecentImports({ pool }: Database): Promise<RecentImports> {
  const { rows } = await pool.query<RecentImports>(
    `select count(*) filter (where status = 'succeeded')::int as succeeded,
            count(*) filter (where status = 'failed')::int as failed,
            count(*) filter (where status = 'cancelled')::int as cancelled,
            count(*) filter (where status = 'failed'
              and substring(error from '"code":"([a-z_]+)"') in ('internal_error', 'import_attempts_exhausted'))::int as defects
       from imports where id >= $1`,
    [idBefore(new Date(Date.now() - hourMs))],
  );
  return only(rows);
}

async function readNotifications({ pool }: Database): Promise<Notifications> {
  const { rows } = await pool.query<Notifications>(
    `select (select count(*)::int from callbacks where next_attempt_at is not null) as pending,
            (select greatest(coalesce(extract(epoch from now() - min(next_attempt_at)), 0), 0)::float8 from callbacks) as "overdueSeconds",
            (select count(*)::int from listed_callbacks where import_id >= $1 and status = 'given_up') as "givenUp"`,
    [idBefore(new Date(Date.now() - 24 * hourMs))],
  );
  return only(rows);
}

async function readBulkRuns({ pool }: Database): Promise<InstallationState['bulkRuns']> {
  const { rows } = await pool.query<InstallationState['bulkRuns']>(`
    select count(*) filter (where status = 'running')::int as running,
           count(*) filter (where status = 'paused')::int as paused,
           count(*) filter (where status = 'stopped')::int as stopped
      from reimports where status in ('running', 'paused', 'stopped')`);
  return only(rows);
}

function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate without a row');
  return row;
}
