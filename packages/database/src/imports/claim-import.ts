/** The transitions that begin an attempt of an import, or give it up. The diagram is in `transitions.ts`. */
import { randomUUID } from 'node:crypto';
import type { Claim, ClaimedImport } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { sqlFragment } from '../postgres/sql-fragment.ts';
import type { Enqueueable } from './enqueue-marks.ts';
import { holdsClaim } from './fence.ts';
import { importChannel } from './import-channel.ts';

/** Columns of a running import that is queued again. */
const queuedColumns = sqlFragment`
  status = 'queued', stage = 'queued', claim_token = null, heartbeat_at = null, revision = imports.revision + 1,
  progress_done = 0, progress_total = 0`;

/** A queue of imports: interactive ones, or those of bulk re-imports. Each has its own turns and running imports. */
export interface ClaimedLane {
  readonly lane: 'import' | 'bulk-import';
  /** Organisations with so many running imports in the lane let others go first; 0 for no limit. */
  readonly maxRunning: number;
}

const claimColumns = sqlFragment`
  id as "importId", attempts as "attempt", request_id as "requestId", trace_parent as "traceParent",
  greatest(extract(epoch from now() - submitted_at) * 1000, 0)::float8 as "queuedMs", callback_url is not null as "hasCallback",
  pg_notify(${importChannel}, id || ' ' || status)::text, set_config('synchronous_commit', 'off', true)`;

/**
 * `queued → running`, for the import whose turn it is: the oldest of each organisation in turn (migration `import_turns`). Commits
 * asynchronously: if PostgreSQL crashes, the import is queued again.
 * @returns undefined when no import of the lane is due.
 */
export async function claimNextImport(database: Database, from: ClaimedLane): Promise<ClaimedImport | undefined> {
  const token = randomUUID();
  const [row] = await database.sql.$queryRaw<Omit<ClaimedImport, 'token'>[]>`
    select ${claimColumns} from claim_next_import(${from.lane}, ${from.maxRunning}::int, ${token}::uuid)`;
  return row && { ...row, token, queuedMs: Math.round(row.queuedMs) };
}

/** `queued → running`, for a given import, before its turn. @returns undefined when the import is not queued. */
export async function claimImport(database: Database, importId: string): Promise<ClaimedImport | undefined> {
  const token = randomUUID();
  const [row] = await database.sql.$queryRaw<Omit<ClaimedImport, 'token'>[]>`
    with claimed as (
      update imports
         set status = 'running', stage = 'parsing', claim_token = ${token}::uuid, attempts = attempts + 1,
             heartbeat_at = now(), started_at = coalesce(started_at, now()), revision = revision + 1,
             progress_done = 0, progress_total = 0
       where id = ${importId} and status = 'queued'
      returning id, status, attempts, request_id, trace_parent, submitted_at, callback_url
    )
    select ${claimColumns} from claimed`;
  return row && { ...row, token, queuedMs: Math.round(row.queuedMs) };
}

/** Why an attempt was given up. */
export interface ReleasedAttempt {
  /** Time until the next attempt. */
  readonly delayMs?: number;
  readonly failure?: {
    /** For clients. */
    readonly message: string;
    /** The database was at fault, so that the attempt does not count. */
    readonly isOutage: boolean;
  };
}

/**
 * `running → queued`, after a transient failure of the environment. The import is due after `delayMs`.
 * @returns the job that the caller adds with this delay; undefined when the claim is lost.
 */
export async function releaseImport(
  database: Database,
  claim: Claim,
  { delayMs = 0, failure }: ReleasedAttempt = {},
): Promise<Enqueueable | undefined> {
  const [row] = await database.sql.$queryRaw<Enqueueable[]>`
    with changed as (
      update imports set ${queuedColumns}, due_at = now() + make_interval(secs => ${delayMs / 1000}::float8),
             enqueued_at = now(), enqueues = enqueues + 1, last_failure = ${failure?.message ?? null},
             outages = outages + ${failure?.isOutage === true ? 1 : 0}::int
       where ${holdsClaim(claim)}
      returning id, status, enqueues
    )
    select id as "importId", enqueues, pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
  return row && { importId: row.importId, enqueues: row.enqueues };
}

/** The attempts of an import before this one. */
export interface AttemptHistory {
  /** How many of them failed because of the database. */
  readonly outages: number;
  readonly lastFailure: string | null;
}

export async function findAttemptHistory(database: Database, { importId }: Claim): Promise<AttemptHistory> {
  const [row] = await database.sql.$queryRaw<AttemptHistory[]>`
    select outages, last_failure as "lastFailure" from imports where id = ${importId}`;
  return row ?? { outages: 0, lastFailure: null };
}

/**
 * `running → queued` for imports whose last heartbeat is older than `staleAfterMs`: their worker is dead or cut off. Locked rows are
 * skipped, because their attempt is writing its version.
 * @returns the number of imports released.
 */
export async function releaseStaleImports(database: Database, staleAfterMs: number): Promise<number> {
  const rows = await database.sql.$queryRaw<unknown[]>`
    with stale as (
      select id from imports
       where status = 'running' and heartbeat_at < now() - make_interval(secs => ${staleAfterMs / 1000}::float8)
         for update skip locked
    ), changed as (
      update imports set ${queuedColumns}, enqueued_at = null from stale where imports.id = stale.id
      returning imports.id, imports.status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
  return rows.length;
}
