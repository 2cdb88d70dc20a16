import { randomUUID } from 'node:crypto';
import type { Database } from '../postgres/database.ts';
import type { ImportStage } from '../generated/enums.ts';
import { importChannel } from './import-channel.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import type { ImportError, ImportTimings } from './import-record.ts';

/** Names one attempt at one import; every write of the attempt is fenced by the token. */
export interface Claim {
  readonly importId: string;
  readonly token: string;
}

export interface ClaimedImport extends Claim {
  readonly attempt: number;
  readonly requestId: string | null;
  /** The trace that the request belongs to, as W3C's `traceparent`. */
  readonly traceParent: string | null;
  /** How long it waited, since it was asked for. */
  readonly queuedMs: number;
  /** Whether somebody is to be told of its end. */
  readonly hasCallback: boolean;
}

// Claims, signs of life and progress do not wait for the disk: each commit would cost some milliseconds in which nothing is imported.
// Whatever a crash of PostgreSQL takes back of them is as if it had not been said: the import is queued still, whoever believes to hold it
// is fenced off, and the sweeper adds a job. An end that is stored is never taken back, nor is what came before it.

/**
 * `queued → running`, with a fresh claim token.
 * @returns undefined when there is nothing to do: ended, running elsewhere, or unknown. A job delivered twice ends here.
 */
export async function claimImport(database: Database, importId: string): Promise<ClaimedImport | undefined> {
  const token = randomUUID();
  const [row] = await database.sql.$queryRaw<Omit<ClaimedImport, 'importId' | 'token'>[]>`
    with claimed as (
      update imports
         set status = 'running', stage = 'parsing', claim_token = ${token}::uuid, attempts = attempts + 1,
             heartbeat_at = now(), started_at = coalesce(started_at, now()), revision = revision + 1,
             progress_done = 0, progress_total = 0
       where id = ${importId} and status = 'queued'
      returning id, status, attempts, request_id, trace_parent, submitted_at, callback_url
    )
    select attempts as "attempt", request_id as "requestId", trace_parent as "traceParent",
           greatest(extract(epoch from now() - submitted_at) * 1000, 0)::float8 as "queuedMs", callback_url is not null as "hasCallback",
           pg_notify(${importChannel}, id || ' ' || status)::text, set_config('synchronous_commit', 'off', true)
      from claimed`;
  if (row === undefined) return undefined;
  const { attempt, requestId, traceParent, queuedMs, hasCallback } = row;
  return { importId, token, attempt, requestId, traceParent, queuedMs: Math.round(queuedMs), hasCallback };
}

/** A sign of life younger than this is not renewed: whoever asks whether the claim is held need not write. */
const freshMs = 500;

/**
 * Says that the attempt is alive. While the attempt persists, its transaction holds the row: that is a sign of life too, and is not
 * waited for, since a wait would hold a connection for each beat.
 * @returns false when it no longer holds the claim (cancelled, or taken for dead and given to another): it must stop.
 */
export async function heartbeat(database: Database, claim: Claim): Promise<boolean> {
  const [held] = await database.sql.$queryRaw<{ due: boolean }[]>`
    select heartbeat_at is null or heartbeat_at < now() - make_interval(secs => ${freshMs / 1000}::float8) as due
      from imports where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'`;
  if (held?.due === true) {
    await database.sql.$queryRaw`
      with free as (
        select id from imports
         where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
           for update skip locked
      ), beaten as (
        update imports set heartbeat_at = now() from free where imports.id = free.id
        returning imports.id
      )
      select set_config('synchronous_commit', 'off', true) from beaten`;
  }
  return held !== undefined;
}

/** Records stage and progress. @returns false when the claim is lost, or what it says is overtaken: the import is being persisted. */
export async function reportProgress(
  database: Database,
  claim: Claim,
  progress: { stage: ImportStage; done: number; total: number },
): Promise<boolean> {
  const rows = await database.sql.$queryRaw<unknown[]>`
    with free as (
      select id from imports
       where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
         for update skip locked
    ), changed as (
      update imports
         set stage = ${progress.stage}::import_stage, progress_done = ${progress.done}::int,
             progress_total = ${progress.total}::int, heartbeat_at = now(), revision = revision + 1
        from free where imports.id = free.id
      returning imports.id, imports.status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text, set_config('synchronous_commit', 'off', true) from changed`;
  return rows.length === 1;
}

/**
 * Locks the import's row for the rest of the transaction, so that a sweeper or canceller waits for the outcome.
 * @returns false when the claim is no longer held.
 */
export async function fence(tx: SqlSession, claim: Claim): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select id from imports
     where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
       for update`;
  return rows.length === 1;
}

export interface ImportFailure {
  readonly error: ImportError;
  /** JSON array of Message. */
  readonly messagesJson: string;
  readonly openapi?: string;
  readonly timings: ImportTimings;
}

/** `running → failed`: the document's fault, or nothing left to try. @returns false when the claim is lost. */
export async function failImport(database: Database, claim: Claim, failure: ImportFailure): Promise<boolean> {
  const rows = await database.sql.$queryRaw<unknown[]>`
    with changed as (
      update imports
         set status = 'failed', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
             finished_at = now(), revision = revision + 1, error = ${JSON.stringify(failure.error)},
             messages = ${failure.messagesJson}, openapi = coalesce(${failure.openapi ?? null}, openapi),
             timings = ${JSON.stringify(failure.timings)}
       where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
      returning id, status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
  return rows.length === 1;
}

/** `running → queued`: the world failed, not the document. @returns false when the claim is lost. */
export async function releaseImport(database: Database, claim: Claim): Promise<boolean> {
  const rows = await database.sql.$queryRaw<unknown[]>`
    with changed as (
      update imports
         set status = 'queued', stage = 'queued', claim_token = null, heartbeat_at = null, revision = revision + 1,
             progress_done = 0, progress_total = 0
       where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
      returning id, status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
  return rows.length === 1;
}
