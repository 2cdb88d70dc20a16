/*
 * Every statement that changes the status of an import.
 *
 *  insertImport (acceptance/), beginItems (reimports/)
 *        │
 *        ▼        claimImport            endSucceeded, endUnchangedImport
 *     queued ────────────────► running ──────────────────────────────────► succeeded
 *      │ ▲ ▲                    │ │ │              failImport
 *      │ │ └────────────────────┘ │ └────────────────────────────────────► failed ─────┐
 *      │ │    releaseImport,      │                                                     │
 *      │ │    releaseStaleImports │     cancelImport, cancelImportsOfReimport           │
 *      └─┼────────────────────────┴────────────────────────────────────► cancelled ────┤
 *        └──────────────────────────── requeueImport ───────────────────────────────────┘
 *
 * - The transitions of an attempt are fenced by its claim (`fence.ts`); all others compare the status. Of two concurrent ones, one applies.
 * - An import whose version already has the same content is inserted as `running` and ended in one transaction, so it is never visible
 *   as running.
 * - Each transition raises `revision` and notifies `importChannel`. A cancellation also notifies `cancellationChannel`.
 * - The database trigger `imports_add_callback` (migration `callbacks`) inserts the row of `callbacks` within the transaction that ends an
 *   import with a callback URL. No code here does it.
 */
import { randomUUID } from 'node:crypto';
import type { PackedPlaces } from '@connectory/encoding';
import {
  type Claim,
  type ClaimedImport,
  type ImportError,
  type ImportSummary,
  type ImportTimings,
  type SucceededImport,
  summariseImport,
} from '@connectory/lifecycle';
import type { Database, Transaction } from '../postgres/database.ts';
import { sqlFragment } from '../postgres/sql-fragment.ts';
import type { FragmentSession } from '../postgres/sql-session.ts';
import { holdsClaim } from './fence.ts';
import { cancellationChannel, importChannel } from './import-channel.ts';
import { joinPlaces } from './import-places.ts';

/** Columns of every import that ends, besides its status and `finished_at`. */
const endedColumns = sqlFragment`
  stage = 'done', claim_token = null, heartbeat_at = null, active_key = null, revision = imports.revision + 1`;

/** Columns of a running import that is queued again. */
const queuedColumns = sqlFragment`
  status = 'queued', stage = 'queued', claim_token = null, heartbeat_at = null, revision = imports.revision + 1,
  progress_done = 0, progress_total = 0`;

/** Ends a statement whose CTE `changed` returns `id` and `status`. */
const notifyChanged = sqlFragment`select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;

/**
 * `queued → running`, with a new claim token. Commits asynchronously: if PostgreSQL crashes, the import is queued again.
 * @returns undefined when the import is not queued. A job that is delivered twice stops here.
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

/** `running → queued`, after a transient failure of the environment. @returns false when the claim is lost. */
export async function releaseImport(database: Database, claim: Claim): Promise<boolean> {
  const rows = await database.sql.$queryRaw<unknown[]>`
    with changed as (
      update imports set ${queuedColumns} where ${holdsClaim(claim)} returning id, status
    )
    ${notifyChanged}`;
  return rows.length === 1;
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
    ${notifyChanged}`;
  return rows.length;
}

/** `running → succeeded`, within the transaction that has locked the import's row by its claim. */
export async function endSucceeded(tx: FragmentSession, claim: Claim, ended: SucceededImport): Promise<void> {
  const { facts, messages } = ended;
  const total = facts.counts.actions + facts.counts.triggers;
  await tx.$queryRaw`
    with changed as (
      update imports
         set status = 'succeeded', ${endedColumns}, finished_at = clock_timestamp(),
             progress_done = ${total}::int, progress_total = ${total}::int,
             version = ${ended.version}, version_id = ${ended.versionId}, openapi = ${facts.openapi},
             summary = ${JSON.stringify(summariseImport(ended))}, coverage = ${JSON.stringify(facts.coverage)},
             messages = ${messages.json}, timings = ${JSON.stringify(ended.timings)}
       where id = ${claim.importId}
      returning id, status
    )
    ${notifyChanged}`;
}

/** An import that found a version with the same content. */
export interface UnchangedImport {
  readonly same: {
    readonly id: string;
    readonly version: string;
    readonly coverage: string;
    readonly openapi: string;
    /** The import that made it. */
    readonly madeBy: string;
  };
  /** Null after a dry run. */
  readonly versionId: string | null;
  readonly summary: ImportSummary;
  readonly diffJson: string;
  readonly timings: ImportTimings;
}

/** `running → succeeded` for an import without changes. It takes its messages and coverage from the version and the import that made it. */
export async function endUnchangedImport(tx: FragmentSession, claim: Claim, ended: UnchangedImport): Promise<void> {
  const { same, summary } = ended;
  const total = summary.actions + summary.triggers;
  await tx.$queryRaw`
    with effect as (
      insert into import_effects (import_id, diff) values (${claim.importId}, ${ended.diffJson})
    ), places as (
      insert into import_places (import_id, listing, content)
      select ${claim.importId}, listing, content from import_places where import_id = ${same.madeBy}
    ), changed as (
      update imports
         set status = 'succeeded', ${endedColumns}, finished_at = clock_timestamp(),
             progress_done = ${total}::int, progress_total = ${total}::int,
             version = ${same.version}, version_id = ${ended.versionId}, openapi = ${same.openapi},
             summary = ${JSON.stringify(summary)}, coverage = ${same.coverage}, messages = v.messages,
             timings = ${JSON.stringify(ended.timings)}
        from connector_versions v
       where imports.id = ${claim.importId} and v.id = ${same.id}
      returning imports.id, imports.status
    )
    ${notifyChanged}`;
}

export interface ImportFailure {
  readonly error: ImportError;
  /** JSON array of Message. */
  readonly messagesJson: string;
  readonly places?: PackedPlaces | undefined;
  readonly openapi?: string;
  readonly timings: ImportTimings;
}

/** `running → failed`: the document is at fault, or no attempts are left. @returns false when the claim is lost. */
export async function failImport(database: Database, claim: Claim, failure: ImportFailure): Promise<boolean> {
  const places = failure.places && joinPlaces(failure.places);
  const rows = await database.sql.$queryRaw<unknown[]>`
    with changed as (
      update imports
         set status = 'failed', ${endedColumns}, finished_at = now(), error = ${JSON.stringify(failure.error)},
             messages = ${failure.messagesJson}, openapi = coalesce(${failure.openapi ?? null}, openapi),
             timings = ${JSON.stringify(failure.timings)}
       where ${holdsClaim(claim)}
      returning id, status
    ), places as (
      insert into import_places (import_id, listing, content)
      select id, ${places?.listingJson ?? null}, ${places?.content ?? null}::bytea from changed
       where ${places !== undefined}::boolean
    )
    ${notifyChanged}`;
  return rows.length === 1;
}

export type Cancellation = { readonly outcome: 'cancelled' } | { readonly outcome: 'ended' };

/**
 * `queued | running → cancelled`. The running attempt loses its claim: the fence stops its writes, and a notification or its next
 * heartbeat stops the attempt. If its version is just being written, the statement waits, and the import has ended.
 */
export async function cancelImport(database: Database, importId: string): Promise<Cancellation> {
  const rows = await database.sql.$queryRaw<unknown[]>`
    with changed as (
      update imports set status = 'cancelled', ${endedColumns}, finished_at = now()
       where id = ${importId} and status in ('queued', 'running')
      returning id, status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text, pg_notify(${cancellationChannel}, id)::text from changed`;
  return { outcome: rows.length === 1 ? 'cancelled' : 'ended' };
}

/** The same for all running items of a bulk re-import, within the caller's transaction. */
export async function cancelImportsOfReimport(tx: Transaction, reimportId: string): Promise<void> {
  await tx.$queryRaw`
    with changed as (
      update imports
         set status = 'cancelled', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
             finished_at = now(), revision = revision + 1
       where id in (select import_id from reimport_items where reimport_id = ${reimportId} and outcome = 'running')
         and status in ('queued', 'running')
      returning id, status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text, pg_notify(${cancellationChannel}, id)::text from changed`;
}

/** An import that has ended and is to run again. */
export interface RequeuedImport {
  readonly id: string;
  readonly status: 'failed' | 'cancelled';
  readonly enqueues: number;
  readonly activeKey: string | null;
  /** Removes its document, which is then fetched again. */
  readonly fetchesAgain: boolean;
}

/**
 * `failed | cancelled → queued`, with all columns as in a new import. Compares status and `enqueues`: of two concurrent retries one wins.
 * @returns false when the import has changed since it was read.
 */
export async function requeueImport(tx: Transaction, requeued: RequeuedImport): Promise<boolean> {
  const { id, status, enqueues, activeKey, fetchesAgain } = requeued;
  const { count } = await tx.import.updateMany({
    where: { id, status, enqueues },
    data: {
      ...newImportColumns,
      ...(fetchesAgain ? { documentSha256: null, sourceEtag: null, sourceLastModified: null } : {}),
      activeKey,
      submittedAt: new Date(),
      enqueuedAt: new Date(),
      enqueues: enqueues + 1,
      revision: { increment: 1 },
    },
  });
  if (count === 0) return false;
  await tx.importPlaces.deleteMany({ where: { importId: id } });
  await tx.$queryRaw`select pg_notify(${importChannel}, ${`${id} queued`})::text`;
  return true;
}

const newImportColumns = {
  status: 'queued',
  stage: 'queued',
  progressDone: 0,
  progressTotal: 0,
  attempts: 0,
  claimToken: null,
  heartbeatAt: null,
  openapi: null,
  summary: null,
  coverage: null,
  messages: '[]',
  error: null,
  timings: '{}',
  startedAt: null,
  finishedAt: null,
} as const;
